"""What each listed mailbox is for: by RFC 6154 attribute (or the older XLIST), else by a localised name.

An attribute always beats a name, a role is given by name to at most one mailbox, and only near the top of the tree:
"Clients/Sent" is somebody's folder, not the Sent folder. Pure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from desktop.core.mail.mailbox import SpecialUse
from desktop.values import dataclass

_BY_ATTRIBUTE = {
    "\\all": SpecialUse.ALL,
    "\\archive": SpecialUse.ARCHIVE,
    "\\drafts": SpecialUse.DRAFTS,
    "\\flagged": SpecialUse.FLAGGED,
    "\\junk": SpecialUse.JUNK,
    "\\sent": SpecialUse.SENT,
    "\\trash": SpecialUse.TRASH,
    "\\important": SpecialUse.IMPORTANT,
    "\\inbox": SpecialUse.INBOX,
    "\\allmail": SpecialUse.ALL,
    "\\spam": SpecialUse.JUNK,
    "\\starred": SpecialUse.FLAGGED,
}
"""RFC 6154 and RFC 8457; the last four are what XLIST said in their place."""

_NAMES: dict[SpecialUse, str] = {
    # en, es, ca, gl, eu, pt, fr, it, ro, de, nl, sv, da, nb, fi, is, pl, cs, sk, hu, sl, hr, sr, bg, ru, uk, el, tr, he, ar,
    # fa, hi, th, vi, id, zh, ja, ko: the names mail programs and providers give, as their users see them.
    SpecialUse.DRAFTS: """
        drafts|draft|borradores|borrador|esborranys|rascunhos|rascunho|zirriborroak|brouillons|brouillon
        bozze|ciorne|entwürfe|entwurf|concepten|concept|klad|utkast|kladder|luonnokset|drög|kopie robocze|szkice|robocze
        koncepty|rozepsané|návrhy|rozpracované|piszkozatok|osnutki|skice|нацрти|чернови|черновики|черновик|чернетки
        πρόχειρα|taslaklar|טיוטות|مسودات|المسودات|پیش‌نویس‌ها|ड्राफ़्ट|ฉบับร่าง|bản nháp|thư nháp|draf|konsep
        草稿|草稿箱|草稿夹|草稿匣|下書き|임시보관함|임시 보관함
    """,
    SpecialUse.SENT: """
        sent|sent mail|sent items|sent messages|sent-mail|sentmail|enviados|enviado|correo enviado|mensajes enviados
        elementos enviados|enviats|elements enviats|correu enviat|bidalitakoak|itens enviados|mensagens enviadas|e-mails enviados
        correio enviado|envoyés|éléments envoyés|messages envoyés|courrier envoyé|posta inviata|inviata|inviati
        elementi inviati|mesaje trimise|trimise|gesendet|gesendete objekte|gesendete elemente|gesendete nachrichten
        gesendete mails|verzonden|verzonden items|verzonden berichten|skickat|skickade objekt|skickade meddelanden
        sendt|sendte elementer|sendt post|sendte|lähetetyt|lähetetyt viestit|sent póstur|wysłane|elementy wysłane
        wiadomości wysłane|odeslaná pošta|odeslané|odeslaná|odoslané|odoslaná pošta|elküldött|elküldött elemek
        elküldött üzenetek|poslano|poslana pošta|poslane poruke|послато|изпратени|отправленные|отправленное|надіслані
        відправлені|απεσταλμένα|gönderilmiş öğeler|gönderilenler|gönderilmiş postalar|gönderilmiş|דואר שנשלח|פריטים שנשלחו|נשלח
        البريد المرسل|المرسل|المرسلة|العناصر المرسلة|ارسال شده|भेजा गया|จดหมายที่ส่งแล้ว|รายการที่ถูกส่ง|thư đã gửi|đã gửi
        terkirim|pesan terkirim|已发送|已发送邮件|已发邮件|寄件備份|已傳送|寄件匣備份|已寄出|送信済み
        送信済みメール|送信済みアイテム|送信済|보낸편지함|보낸 편지함|보낸메일함
    """,
    SpecialUse.ARCHIVE: """
        archive|archives|archived|archivo|archivos|archivados|archivado|archivo de correo|arxiu|arxivats|arquivo|arquivos
        arquivo morto|arquivados|artxiboa|archivées|archivio|archiviati|arhivă|arhiva|archiv|archief|arkiv|arkisto|arkistoidut
        archiwum|zarchiwizowane|archív|archívum|arhiv|архива|архив|архів|αρχείο|αρχειοθήκη|arşiv|ארכיון|أرشيف|الأرشيف|بایگانی
        संग्रह|ที่เก็บถาวร|lưu trữ|arsip|归档|存档|封存|アーカイブ|보관함|보관|보관 편지함
    """,
    SpecialUse.JUNK: """
        junk|junk e-mail|junk email|junk mail|spam|bulk|bulk mail|correo no deseado|no deseado|correo basura|correu brossa
        correu no desitjat|lixo eletrônico|lixo electrónico|lixo eletrónico|correo lixo|courrier indésirable|indésirables
        pourriel|posta indesiderata|indesiderata|mesaje nedorite|spam-verdacht|spamverdacht|junk-e-mail|junk-mail|unerwünscht
        werbung|ongewenste e-mail|ongewenste mail|ongewenst|skräppost|uønsket e-post|uønsket mail|uønsket post|søppelpost
        roskaposti|ruslpóstur|wiadomości-śmieci|wiadomości śmieci|niechciane|nevyžádaná pošta|nevyžádané|nevyžiadaná pošta
        levélszemét|vsiljena pošta|neželena pošta|neželjena pošta|нежељено|спам|нежелана поща|нежелательная почта|небажана пошта
        ανεπιθύμητα|ανεπιθύμητη αλληλογραφία|istenmeyen posta|önemsiz e-posta|önemsiz|gereksiz|דואר זבל|ספאם
        البريد غير المرغوب فيه|بريد مزعج|غير هام|هرزنامه|स्पैम|จดหมายขยะ|อีเมลขยะ|thư rác|垃圾邮件|垃圾邮箱|垃圾郵件|垃圾信件
        迷惑メール|スパム|스팸|스팸메일함|스팸편지함|정크 메일
    """,
    # No attribute says it. What this program and others that put mail off call it.
    SpecialUse.LATER: """
        later|snoozed|más tarde|para más tarde|pospuestos|ajornats|adiados|reportés|posticipati|später|zurückgestellt
    """,
    SpecialUse.TRASH: """
        trash|bin|deleted|deleted items|deleted messages|deleted mail|papelera|papelera de reciclaje|eliminados
        elementos eliminados|mensajes eliminados|correo eliminado|paperera|elements suprimits|lixeira|lixo|itens excluídos
        itens eliminados|mensagens excluídas|zaborrontzia|corbeille|éléments supprimés|messages supprimés|supprimés|cestino
        posta eliminata|eliminata|elementi eliminati|coș de gunoi|coş de gunoi|elemente șterse|papierkorb|gelöscht
        gelöschte objekte|gelöschte elemente|gelöschte nachrichten|prullenbak|prullenmand|verwijderd|verwijderde items
        verwijderde berichten|papperskorgen|papperskorg|borttaget|borttagna objekt|papirkurv|slettet post|slettede elementer
        slettet|slettede|papirkurven|søppel|roskakori|poistetut|poistetut viestit|rusl|kosz|elementy usunięte|usunięte|koš
        odstraněná pošta|odstraněné|kôš|odstránené|odstránená pošta|kuka|lomtár|törölt elemek|törölt|smeti|koš za smeće|smeće
        izbrisano|отпад|отпаци|смеће|кошче|изтрити|корзина|удаленные|удалённые|кошик|видалені|видалене|κάδος|κάδος απορριμμάτων
        διαγραμμένα|çöp kutusu|çöp|silinmiş öğeler|silinmiş|אשפה|פריטים שנמחקו|פח אשפה|المهملات|سلة المهملات|العناصر المحذوفة
        زباله‌دان|ट्रैश|ถังขยะ|รายการที่ถูกลบ|thùng rác|đã xóa|sampah|tong sampah|已删除|已删除邮件|垃圾箱|废纸篓|已刪除的郵件
        刪除的郵件|垃圾桶|ゴミ箱|ごみ箱|削除済みアイテム|削除済み|휴지통|지운편지함|지운 편지함
    """,
}
_ROLE_BY_NAME = {
    unicodedata.normalize("NFKC", name).casefold(): role
    for role, table in _NAMES.items()
    for line in table.split("\n")
    for name in line.strip().split("|")
    if name
}


@dataclass(frozen=True, slots=True)
class Role:
    special_use: SpecialUse
    by_name: bool = False


def assign_roles(mailboxes: Sequence[tuple[str, str | None, Iterable[str]]]) -> list[Role]:
    """The role of each (name, delimiter, attributes), in their order."""
    roles = [_role_by_attribute(name, attributes) for name, _, attributes in mailboxes]
    taken = {role.special_use for role in roles if role is not None}
    candidates = [
        (_depth(name, delimiter), index, guess)
        for index, (name, delimiter, _) in enumerate(mailboxes)
        if roles[index] is None and (guess := _role_by_name(name, delimiter)) is not None
    ]
    for _, index, guess in sorted(candidates):
        if guess not in taken:
            taken.add(guess)
            roles[index] = Role(guess, by_name=True)
    return [role or Role(SpecialUse.NONE) for role in roles]


def _role_by_attribute(name: str, attributes: Iterable[str]) -> Role | None:
    if name.upper() == "INBOX":
        return Role(SpecialUse.INBOX)
    lowered = {attribute.lower() for attribute in attributes}
    for attribute, role in _BY_ATTRIBUTE.items():
        if attribute in lowered and role is not SpecialUse.INBOX:
            return Role(role)
    return None


def _role_by_name(name: str, delimiter: str | None) -> SpecialUse | None:
    """A known name at the top, or directly below INBOX or Gmail's root."""
    levels = name.split(delimiter) if delimiter else [name]
    if len(levels) == 2 and levels[0].casefold() not in ("inbox", "[gmail]", "[google mail]", "mail"):
        return None
    if len(levels) > 2:
        return None
    return _ROLE_BY_NAME.get(unicodedata.normalize("NFKC", levels[-1].strip()).casefold())


def _depth(name: str, delimiter: str | None) -> int:
    return name.count(delimiter) if delimiter else 0
