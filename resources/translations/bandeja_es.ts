<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>{name}: {count} mail(s)</source>
        <translation>
            <numerusform>{name}: {count} correo</numerusform>
            <numerusform>{name}: {count} correos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} unread</source>
        <translation>
            <numerusform>{count} sin leer</numerusform>
            <numerusform>{count} sin leer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} sent mail(s) wait for an answer</source>
        <translation>
            <numerusform>{count} correo enviado espera respuesta</numerusform>
            <numerusform>{count} correos enviados esperan respuesta</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) vanished from the server at once and are kept here until you say so.</source>
        <translation>
            <numerusform>{count} correo ha desaparecido del servidor y se conserva aquí hasta que usted lo decida.</numerusform>
            <numerusform>{count} correos han desaparecido a la vez del servidor y se conservan aquí hasta que usted lo decida.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>no answer for {count} day(s)</source>
        <translation>
            <numerusform>sin respuesta hace {count} día</numerusform>
            <numerusform>sin respuesta hace {count} días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} day(s) left</source>
        <translation>
            <numerusform>Queda {count} día</numerusform>
            <numerusform>Quedan {count} días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No mail in the last {count} day(s)</source>
        <translation>
            <numerusform>Ningún correo en el último día</numerusform>
            <numerusform>Ningún correo en los últimos {count} días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The {plan} plan keeps {count} day(s) here; older mail is still on your server.</source>
        <translation>
            <numerusform>El plan {plan} guarda aquí {count} día; el correo anterior sigue en su servidor.</numerusform>
            <numerusform>El plan {plan} guarda aquí {count} días; el correo anterior sigue en su servidor.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try fewer words, or only their beginnings. The {count} day(s) kept here were searched; older mail is on your server.</source>
        <translation>
            <numerusform>Pruebe con menos palabras o solo con su comienzo. Se ha buscado en el día guardado aquí; el correo anterior está en su servidor.</numerusform>
            <numerusform>Pruebe con menos palabras o solo con su comienzo. Se ha buscado en los {count} días guardados aquí; el correo anterior está en su servidor.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) moved to {target}</source>
        <translation>
            <numerusform>{count} correo movido a {target}</numerusform>
            <numerusform>{count} correos movidos a {target}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) copied to {target}</source>
        <translation>
            <numerusform>{count} correo copiado a {target}</numerusform>
            <numerusform>{count} correos copiados a {target}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) archived</source>
        <translation>
            <numerusform>{count} correo archivado</numerusform>
            <numerusform>{count} correos archivados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) moved to the trash</source>
        <translation>
            <numerusform>{count} correo movido a la papelera</numerusform>
            <numerusform>{count} correos movidos a la papelera</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) marked as junk</source>
        <translation>
            <numerusform>{count} correo marcado como no deseado</numerusform>
            <numerusform>{count} correos marcados como no deseados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) moved to the inbox, not junk</source>
        <translation>
            <numerusform>{count} correo devuelto a la bandeja de entrada</numerusform>
            <numerusform>{count} correos devueltos a la bandeja de entrada</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) marked as read</source>
        <translation>
            <numerusform>{count} correo marcado como leído</numerusform>
            <numerusform>{count} correos marcados como leídos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) marked as unread</source>
        <translation>
            <numerusform>{count} correo marcado como no leído</numerusform>
            <numerusform>{count} correos marcados como no leídos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) starred</source>
        <translation>
            <numerusform>{count} correo destacado</numerusform>
            <numerusform>{count} correos destacados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Star removed from {count} mail(s)</source>
        <translation>
            <numerusform>Estrella quitada de {count} correo</numerusform>
            <numerusform>Estrella quitada de {count} correos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} change(s) taken back</source>
        <translation>
            <numerusform>{count} cambio retirado</numerusform>
            <numerusform>{count} cambios retirados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) removed here too</source>
        <translation>
            <numerusform>{count} correo retirado también aquí</numerusform>
            <numerusform>{count} correos retirados también aquí</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} day(s) kept</source>
        <translation>
            <numerusform>{count} día guardado</numerusform>
            <numerusform>{count} días guardados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move {count} mail(s) to {target}</source>
        <translation>
            <numerusform>Mover {count} correo a {target}</numerusform>
            <numerusform>Mover {count} correos a {target}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy {count} mail(s) to {target}</source>
        <translation>
            <numerusform>Copiar {count} correo a {target}</numerusform>
            <numerusform>Copiar {count} correos a {target}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change the marks of {count} mail(s)</source>
        <translation>
            <numerusform>Cambiar las marcas de {count} correo</numerusform>
            <numerusform>Cambiar las marcas de {count} correos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete {count} mail(s) for good</source>
        <translation>
            <numerusform>Eliminar {count} correo para siempre</numerusform>
            <numerusform>Eliminar {count} correos para siempre</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {count} minute(s)</source>
        <translation>
            <numerusform>alrededor de {count} minuto</numerusform>
            <numerusform>alrededor de {count} minutos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {count} hour(s)</source>
        <translation>
            <numerusform>alrededor de {count} hora</numerusform>
            <numerusform>alrededor de {count} horas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The file holds {count} event(s), the first is “{title}”.</source>
        <translation>
            <numerusform>El archivo contiene {count} evento, el primero es «{title}».</numerusform>
            <numerusform>El archivo contiene {count} eventos, el primero es «{title}».</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} event(s) taken over</source>
        <translation>
            <numerusform>{count} evento incorporado</numerusform>
            <numerusform>{count} eventos incorporados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} saved mail(s)</source>
        <translation>
            <numerusform>{count} correo guardado</numerusform>
            <numerusform>{count} correos guardados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} day(s) before</source>
        <translation>
            <numerusform>{count} día antes</numerusform>
            <numerusform>{count} días antes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} hour(s) before</source>
        <translation>
            <numerusform>{count} hora antes</numerusform>
            <numerusform>{count} horas antes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} minute(s) before</source>
        <translation>
            <numerusform>{count} minuto antes</numerusform>
            <numerusform>{count} minutos antes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s)</source>
        <translation>
            <numerusform>{count} correo</numerusform>
            <numerusform>{count} correos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} wait(s) for it.</source>
        <translation>
            <numerusform>{count} espera.</numerusform>
            <numerusform>{count} esperan.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) saved, last {time}</source>
        <translation>
            <numerusform>{count} correo guardado, el último {time}</numerusform>
            <numerusform>{count} correos guardados, el último {time}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) linked</source>
        <translation>
            <numerusform>{count} correo vinculado</numerusform>
            <numerusform>{count} correos vinculados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) leave this computer in the next 7 days</source>
        <translation>
            <numerusform>{count} correo deja este equipo en los próximos 7 días</numerusform>
            <numerusform>{count} correos dejan este equipo en los próximos 7 días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing leaves in the next {count} day(s)</source>
        <translation>
            <numerusform>Nada deja este equipo en el próximo día</numerusform>
            <numerusform>Nada deja este equipo en los próximos {count} días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The {plan} plan keeps {count} day(s) here, and no mail is that old yet. What is linked to a task stays longer.</source>
        <translation>
            <numerusform>El plan {plan} conserva {count} día aquí y ningún correo es tan antiguo todavía. Lo vinculado a una tarea se queda más tiempo.</numerusform>
            <numerusform>El plan {plan} conserva {count} días aquí y ningún correo es tan antiguo todavía. Lo vinculado a una tarea se queda más tiempo.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} day(s) later</source>
        <translation>
            <numerusform>{count} día después</numerusform>
            <numerusform>{count} días después</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} day(s) pass…</source>
        <translation>
            <numerusform>Pasa {count} día…</numerusform>
            <numerusform>Pasan {count} días…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{past}: {count} mail(s) left this computer. On the server nothing has changed.</source>
        <translation>
            <numerusform>{past}: {count} correo ha dejado este equipo. En el servidor no ha cambiado nada.</numerusform>
            <numerusform>{past}: {count} correos han dejado este equipo. En el servidor no ha cambiado nada.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} day(s) ahead</source>
        <translation>
            <numerusform>Avanzar {count} día</numerusform>
            <numerusform>Avanzar {count} días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leaves this computer on {date}, in {count} day(s): {reason}. It stays on your server.</source>
        <translation>
            <numerusform>Deja este equipo el {date}, en {count} día: {reason}. Sigue en su servidor.</numerusform>
            <numerusform>Deja este equipo el {date}, en {count} días: {reason}. Sigue en su servidor.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} could not be written: their text is not on this computer yet.</source>
        <translation>
            <numerusform>{count} no se ha podido escribir: su texto aún no está en este equipo.</numerusform>
            <numerusform>{count} no se han podido escribir: su texto aún no está en este equipo.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) leave this computer in the next 7 days, the soonest first. They stay on your server.</source>
        <translation>
            <numerusform>{count} correo deja este equipo en los próximos 7 días. Sigue en su servidor.</numerusform>
            <numerusform>{count} correos dejan este equipo en los próximos 7 días, primero los más próximos. Siguen en su servidor.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} day(s)</source>
        <translation>
            <numerusform>{count} día</numerusform>
            <numerusform>{count} días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mailbox(es)</source>
        <translation>
            <numerusform>{count} buzón</numerusform>
            <numerusform>{count} buzones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} linked to a task</source>
        <translation>
            <numerusform>{count} vinculado a una tarea</numerusform>
            <numerusform>{count} vinculados a una tarea</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} until the CRM has its copy</source>
        <translation>
            <numerusform>{count} hasta que el CRM tenga su copia</numerusform>
            <numerusform>{count} hasta que el CRM tenga su copia</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} with a change that waits for the server</source>
        <translation>
            <numerusform>{count} con un cambio que espera al servidor</numerusform>
            <numerusform>{count} con un cambio que espera al servidor</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} draft(s)</source>
        <translation>
            <numerusform>{count} borrador</numerusform>
            <numerusform>{count} borradores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} for another reason</source>
        <translation>
            <numerusform>{count} por otra razón</numerusform>
            <numerusform>{count} por otra razón</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) leave at once. “Undo” does not bring them back: only a plan that keeps longer does, by fetching them again from your server.</source>
        <translation>
            <numerusform>{count} correo se va enseguida. «Deshacer» no lo trae de vuelta: solo un plan que conserve más, descargándolo otra vez de su servidor.</numerusform>
            <numerusform>{count} correos se van enseguida. «Deshacer» no los trae de vuelta: solo un plan que conserve más, descargándolos otra vez de su servidor.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) leave this computer ({size})</source>
        <translation>
            <numerusform>{count} correo deja este equipo ({size})</numerusform>
            <numerusform>{count} correos dejan este equipo ({size})</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mailbox(es) for each member</source>
        <translation>
            <numerusform>{count} buzón por miembro</numerusform>
            <numerusform>{count} buzones por miembro</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} stop(s): {names}. No fetching and no sending; the settings stay.</source>
        <translation>
            <numerusform>{count} se detiene: {names}. Ni descarga ni envía; su configuración se conserva.</numerusform>
            <numerusform>{count} se detienen: {names}. Ni descargan ni envían; su configuración se conserva.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} share(s) rest</source>
        <translation>
            <numerusform>{count} buzón compartido en pausa</numerusform>
            <numerusform>{count} buzones compartidos en pausa</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} of them are left this month: what was sent counts on.</source>
        <translation>
            <numerusform>Queda {count} este mes: lo ya enviado sigue contando.</numerusform>
            <numerusform>Quedan {count} este mes: lo ya enviado sigue contando.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Bring {count} mail(s) to {target} in another account</source>
        <translation>
            <numerusform>Llevar {count} correo a {target} en otra cuenta</numerusform>
            <numerusform>Llevar {count} correos a {target} en otra cuenta</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} go(es) on again: {names}.</source>
        <translation>
            <numerusform>{count} vuelve a funcionar: {names}.</numerusform>
            <numerusform>{count} vuelven a funcionar: {names}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) deleted for good. A few seconds are left to undo it, offline too.</source>
        <translation>
            <numerusform>{count} correo eliminado para siempre. Quedan unos segundos para deshacerlo, también sin conexión.</numerusform>
            <numerusform>{count} correos eliminados para siempre. Quedan unos segundos para deshacerlo, también sin conexión.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} more address(es) wait(s).</source>
        <translation>
            <numerusform>Espera {count} dirección más.</numerusform>
            <numerusform>Esperan {count} direcciones más.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete the folder {name} with all its mail for good, on the server too? {count} mail(s) of it are here.</source>
        <translation>
            <numerusform>¿Eliminar para siempre la carpeta {name} con todo su correo, también en el servidor? Aquí hay {count} correo.</numerusform>
            <numerusform>¿Eliminar para siempre la carpeta {name} con todo su correo, también en el servidor? Aquí hay {count} correos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing was deleted: {count} of these mails belong(s) to a task, such as “{task}”.</source>
        <translation>
            <numerusform>No se ha eliminado nada: {count} de estos correos pertenece a una tarea, «{task}».</numerusform>
            <numerusform>No se ha eliminado nada: {count} de estos correos pertenecen a una tarea, como «{task}».</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete the other {count}</source>
        <translation>
            <numerusform>Eliminar el otro</numerusform>
            <numerusform>Eliminar los otros {count}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} more</source>
        <translation>
            <numerusform>{count} más</numerusform>
            <numerusform>{count} más</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and {count} more</source>
        <translation>
            <numerusform>y {count} más</numerusform>
            <numerusform>y {count} más</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} new mail(s)</source>
        <translation>
            <numerusform>{count} correo nuevo</numerusform>
            <numerusform>{count} correos nuevos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} new mail(s) from {names}</source>
        <translation>
            <numerusform>{count} correo nuevo de {names}</numerusform>
            <numerusform>{count} correos nuevos de {names}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} unread mail(s)</source>
        <translation>
            <numerusform>{count} correo sin leer</numerusform>
            <numerusform>{count} correos sin leer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take {count} draft(s) off the server</source>
        <translation>
            <numerusform>Retirar {count} borrador del servidor</numerusform>
            <numerusform>Retirar {count} borradores del servidor</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} time(s)</source>
        <translation>
            <numerusform>{count} vez</numerusform>
            <numerusform>{count} veces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every {count} day(s)</source>
        <translation>
            <numerusform>Cada día</numerusform>
            <numerusform>Cada {count} días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every {count} week(s)</source>
        <translation>
            <numerusform>Cada semana</numerusform>
            <numerusform>Cada {count} semanas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every {count} month(s)</source>
        <translation>
            <numerusform>Cada mes</numerusform>
            <numerusform>Cada {count} meses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every {count} year(s)</source>
        <translation>
            <numerusform>Cada año</numerusform>
            <numerusform>Cada {count} años</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} recipient(s)</source>
        <translation>
            <numerusform>{count} destinatario</numerusform>
            <numerusform>{count} destinatarios</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) back where they were</source>
        <translation>
            <numerusform>{count} mensaje de vuelta donde estaba</numerusform>
            <numerusform>{count} mensajes de vuelta donde estaban</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) put off until {moment}</source>
        <translation>
            <numerusform>{count} mensaje pospuesto hasta {moment}</numerusform>
            <numerusform>{count} mensajes pospuestos hasta {moment}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) are back from Later</source>
        <translation>
            <numerusform>{count} mensaje vuelve de «Más tarde»</numerusform>
            <numerusform>{count} mensajes vuelven de «Más tarde»</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) put off until now are no longer on this computer, as the plan says. They are in Later on your server.</source>
        <translation>
            <numerusform>{count} mensaje pospuesto hasta ahora ya no está en este equipo, como dice el plan. Está en «Más tarde» en su servidor.</numerusform>
            <numerusform>{count} mensajes pospuestos hasta ahora ya no están en este equipo, como dice el plan. Están en «Más tarde» en su servidor.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) in this conversation</source>
        <translation>
            <numerusform>{count} mensaje en esta conversación</numerusform>
            <numerusform>{count} mensajes en esta conversación</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in {count} hour(s)</source>
        <translation>
            <numerusform>en {count} hora</numerusform>
            <numerusform>en {count} horas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in {count} day(s)</source>
        <translation>
            <numerusform>en {count} día</numerusform>
            <numerusform>en {count} días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No answer to {count} mail(s) is waited for any more</source>
        <translation>
            <numerusform>Ya no se espera respuesta a {count} correo</numerusform>
            <numerusform>Ya no se espera respuesta a {count} correos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) brought forward {moment} unless somebody answers</source>
        <translation>
            <numerusform>{count} correo se recordará {moment} si nadie responde</numerusform>
            <numerusform>{count} correos se recordarán {moment} si nadie responde</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nobody has answered: “{subject}”, sent to {person} {count} day(s) ago.</source>
        <translation>
            <numerusform>Nadie ha respondido: «{subject}», enviado a {person} hace {count} día.</numerusform>
            <numerusform>Nadie ha respondido: «{subject}», enviado a {person} hace {count} días.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) have no answer yet.</source>
        <translation>
            <numerusform>{count} correo sigue sin respuesta.</numerusform>
            <numerusform>{count} correos siguen sin respuesta.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} and {count} other(s)</source>
        <translation>
            <numerusform>{name} y {count} más</numerusform>
            <numerusform>{name} y {count} más</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} more account(s)</source>
        <translation>
            <numerusform>{count} cuenta más</numerusform>
            <numerusform>{count} cuentas más</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On the server: the newest {count}</source>
        <translation>
            <numerusform>En el servidor: el más reciente</numerusform>
            <numerusform>En el servidor: los {count} más recientes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On the server: {count} found before you stopped</source>
        <translation>
            <numerusform>En el servidor: {count} encontrado antes de parar</numerusform>
            <numerusform>En el servidor: {count} encontrados antes de parar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On the server: {count} more</source>
        <translation>
            <numerusform>En el servidor: {count} más</numerusform>
            <numerusform>En el servidor: {count} más</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Conversation of {count} mail(s)</source>
        <translation>
            <numerusform>Conversación de {count} mensaje</numerusform>
            <numerusform>Conversación de {count} mensajes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AccountSettingsDialog</name>
    <message>
        <source>Account settings</source>
        <translation>Ajustes de la cuenta</translation>
    </message>
    <message>
        <source>Receiving (IMAP)</source>
        <translation>Recepción (IMAP)</translation>
    </message>
    <message>
        <source>Sending (SMTP)</source>
        <translation>Envío (SMTP)</translation>
    </message>
    <message>
        <source>Choose a CA file…</source>
        <translation>Elegir un archivo de CA…</translation>
    </message>
    <message>
        <source>Trust it no more</source>
        <translation>Dejar de confiar en él</translation>
    </message>
    <message>
        <source>Check and save</source>
        <translation>Comprobar y guardar</translation>
    </message>
    <message>
        <source>The settings could not be tried</source>
        <translation>No se pudieron probar los ajustes</translation>
    </message>
    <message>
        <source>Logging in to both servers…</source>
        <translation>Entrando en los dos servidores…</translation>
    </message>
    <message>
        <source>The picture was not taken</source>
        <translation>La imagen no se ha incluido</translation>
    </message>
    <message>
        <source>The signature is too long</source>
        <translation>La firma es demasiado larga</translation>
    </message>
    <message>
        <source>Trusted too: {file}</source>
        <translation>También de confianza: {file}</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Certificados (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>Certificate authority</source>
        <translation>Autoridad de certificación</translation>
    </message>
    <message>
        <source>Your name, as others see it</source>
        <translation>Su nombre, como lo verán los demás</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>none: this account signs in with the browser</source>
        <translation>ninguna: esta cuenta inicia sesión con el navegador</translation>
    </message>
    <message>
        <source>Sign in with the browser again…</source>
        <translation>Iniciar sesión con el navegador otra vez…</translation>
    </message>
    <message>
        <source>as it is; type only a new one</source>
        <translation>la de siempre; escriba aquí solo si ha cambiado</translation>
    </message>
    <message>
        <source>Sign in with the browser instead…</source>
        <translation>Usar el navegador para iniciar sesión…</translation>
    </message>
    <message>
        <source>Delete removes from the server at once</source>
        <translation>Al eliminar, borrar del servidor en el acto</translation>
    </message>
    <message>
        <source>Off, deleted mail goes to the trash. On, it leaves the server for good; a few seconds are left to undo it, offline too.</source>
        <translation>Desactivado, el correo eliminado va a la papelera. Activado, se borra del servidor para siempre; quedan unos segundos para deshacerlo, también sin conexión.</translation>
    </message>
</context>
<context>
    <name>ActionRow</name>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>More about this mail</source>
        <translation>Más sobre este correo</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Mail</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Escribir</translation>
    </message>
    <message>
        <source>Move about</source>
        <translation>Moverse</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Ventana</translation>
    </message>
    <message>
        <source>Compose</source>
        <translation>Redactar</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Responder</translation>
    </message>
    <message>
        <source>Reply all</source>
        <translation>Responder a todos</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Reenviar</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivar</translation>
    </message>
    <message>
        <source>Remind me if nobody answers</source>
        <translation>Recordar si nadie responde</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Eliminar para siempre</translation>
    </message>
    <message>
        <source>Junk or not junk</source>
        <translation>Correo no deseado o deseado</translation>
    </message>
    <message>
        <source>Move to a folder</source>
        <translation>Mover a una carpeta</translation>
    </message>
    <message>
        <source>Copy to a folder</source>
        <translation>Copiar a una carpeta</translation>
    </message>
    <message>
        <source>Star or no star</source>
        <translation>Poner o quitar la estrella</translation>
    </message>
    <message>
        <source>Read or unread</source>
        <translation>Leído o no leído</translation>
    </message>
    <message>
        <source>Mark the folder as read</source>
        <translation>Marcar la carpeta como leída</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Select or deselect</source>
        <translation>Seleccionar o no</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Seleccionar todo</translation>
    </message>
    <message>
        <source>Next mail</source>
        <translation>Correo siguiente</translation>
    </message>
    <message>
        <source>Previous mail</source>
        <translation>Correo anterior</translation>
    </message>
    <message>
        <source>Read alone</source>
        <translation>Leer a solas</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Volver</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Go to the inbox</source>
        <translation>Ir a la bandeja de entrada</translation>
    </message>
    <message>
        <source>Go to drafts</source>
        <translation>Ir a los borradores</translation>
    </message>
    <message>
        <source>Go to sent mail</source>
        <translation>Ir a los enviados</translation>
    </message>
    <message>
        <source>Go to the archive</source>
        <translation>Ir al archivo</translation>
    </message>
    <message>
        <source>Go to what waits for an answer</source>
        <translation>Ir a los que esperan respuesta</translation>
    </message>
    <message>
        <source>Go to a folder</source>
        <translation>Ir a una carpeta</translation>
    </message>
    <message>
        <source>Only unread mails</source>
        <translation>Solo correos sin leer</translation>
    </message>
    <message>
        <source>Waiting and drafts</source>
        <translation>Pendientes y borradores</translation>
    </message>
    <message>
        <source>Look for new mail</source>
        <translation>Buscar correo nuevo</translation>
    </message>
    <message>
        <source>Add an account</source>
        <translation>Añadir una cuenta</translation>
    </message>
    <message>
        <source>All commands</source>
        <translation>Todas las acciones</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message>
        <source>Link to work</source>
        <translation>Vincular al trabajo</translation>
    </message>
    <message>
        <source>Make a task</source>
        <translation>Crear una tarea</translation>
    </message>
    <message>
        <source>Save to the CRM</source>
        <translation>Guardar en el CRM</translation>
    </message>
    <message>
        <source>Discuss in a chat</source>
        <translation>Comentar en un chat</translation>
    </message>
    <message>
        <source>Make an event</source>
        <translation>Crear un evento</translation>
    </message>
    <message>
        <source>Go to tasks</source>
        <translation>Ir a las tareas</translation>
    </message>
    <message>
        <source>Go to the CRM</source>
        <translation>Ir al CRM</translation>
    </message>
    <message>
        <source>Go to chats</source>
        <translation>Ir a los chats</translation>
    </message>
    <message>
        <source>Go to the calendar</source>
        <translation>Ir al calendario</translation>
    </message>
    <message>
        <source>Show or hide what a mail is linked to</source>
        <translation>Mostrar u ocultar los vínculos del correo</translation>
    </message>
    <message>
        <source>Connections to other programs</source>
        <translation>Conexiones con otros programas</translation>
    </message>
    <message>
        <source>CRM rules</source>
        <translation>Reglas del CRM</translation>
    </message>
    <message>
        <source>Go to what leaves soon</source>
        <translation>Ir a lo que se va pronto</translation>
    </message>
    <message>
        <source>Plan and limits</source>
        <translation>Plan y límites</translation>
    </message>
    <message>
        <source>Try another plan</source>
        <translation>Probar otro plan</translation>
    </message>
    <message>
        <source>Members and sharing</source>
        <translation>Miembros y buzones compartidos</translation>
    </message>
    <message>
        <source>Go to the notice</source>
        <translation>Ir al aviso</translation>
    </message>
    <message>
        <source>Accept the invitation</source>
        <translation>Aceptar la invitación</translation>
    </message>
    <message>
        <source>Answer the invitation with “maybe”</source>
        <translation>Responder «quizá» a la invitación</translation>
    </message>
    <message>
        <source>Decline the invitation</source>
        <translation>Rechazar la invitación</translation>
    </message>
    <message>
        <source>Go to the mail that has just come</source>
        <translation>Ir al correo que acaba de llegar</translation>
    </message>
    <message>
        <source>Notices of new mail</source>
        <translation>Avisos de correo nuevo</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Más tarde</translation>
    </message>
    <message>
        <source>Go to what was put off</source>
        <translation>Ir a lo pospuesto</translation>
    </message>
    <message>
        <source>Archive the conversation</source>
        <translation>Archivar la conversación</translation>
    </message>
    <message>
        <source>Delete the conversation</source>
        <translation>Eliminar la conversación</translation>
    </message>
    <message>
        <source>Move the conversation to a folder</source>
        <translation>Mover la conversación a una carpeta</translation>
    </message>
    <message>
        <source>Mark the conversation as read</source>
        <translation>Marcar la conversación como leída</translation>
    </message>
    <message>
        <source>Next mail of the conversation</source>
        <translation>Mensaje siguiente de la conversación</translation>
    </message>
    <message>
        <source>Previous mail of the conversation</source>
        <translation>Mensaje anterior de la conversación</translation>
    </message>
    <message>
        <source>Show or hide the conversation</source>
        <translation>Mostrar u ocultar la conversación</translation>
    </message>
    <message>
        <source>Unsubscribe from this newsletter</source>
        <translation>Darse de baja de este boletín</translation>
    </message>
    <message>
        <source>Search on the server too</source>
        <translation>Buscar también en el servidor</translation>
    </message>
    <message>
        <source>Group by conversation</source>
        <translation>Agrupar por conversación</translation>
    </message>
    <message>
        <source>Group by conversation in all folders</source>
        <translation>Agrupar por conversación en todas las carpetas</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Imprimir</translation>
    </message>
</context>
<context>
    <name>AnswerReminders</name>
    <message>
        <source>No answer yet</source>
        <translation>Sin respuesta</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Ver</translation>
    </message>
    <message>
        <source>Write again</source>
        <translation>Escribir de nuevo</translation>
    </message>
    <message>
        <source>Later…</source>
        <translation>Más tarde…</translation>
    </message>
    <message>
        <source>No reminder</source>
        <translation>Sin recordatorio</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>No mail waits for an answer.</source>
        <translation>Ningún correo espera respuesta.</translation>
    </message>
</context>
<context>
    <name>Answers</name>
    <message>
        <source>Remind me if nobody answers…</source>
        <translation>Recordar si nadie responde…</translation>
    </message>
    <message>
        <source>Remind me at</source>
        <translation>Recordar el</translation>
    </message>
    <message>
        <source>Remind then</source>
        <translation>Recordar entonces</translation>
    </message>
    <message>
        <source>The mail is brought forward then, unless somebody answers before.</source>
        <translation>El correo se recordará entonces, si nadie responde antes.</translation>
    </message>
    <message>
        <source>No reminder</source>
        <translation>Sin recordatorio</translation>
    </message>
    <message>
        <source>in a week</source>
        <translation>en una semana</translation>
    </message>
    <message>
        <source>If no answer: {wait}</source>
        <translation>Sin respuesta: {wait}</translation>
    </message>
    <message>
        <source>reminder {wait} if nobody answers</source>
        <translation>recordatorio {wait} si nadie responde</translation>
    </message>
    <message>
        <source>Nobody has answered: “{subject}”, sent to {person} at {time}.</source>
        <translation>Nadie ha respondido: «{subject}», enviado a {person} a las {time}.</translation>
    </message>
    <message>
        <source>This was due on {date}, when Bandeja was closed or the computer asleep.</source>
        <translation>Debía recordarse el {date}, cuando Bandeja estaba cerrada o el equipo en reposo.</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>alguien</translation>
    </message>
</context>
<context>
    <name>ArrivalCard</name>
    <message>
        <source>Esc: back</source>
        <translation>Esc: volver</translation>
    </message>
    <message>
        <source>{key}, then a key</source>
        <translation>{key} y luego una tecla</translation>
    </message>
</context>
<context>
    <name>Arrivals</name>
    <message>
        <source>A test</source>
        <translation>Una prueba</translation>
    </message>
    <message>
        <source>Notices of new mail look like this.</source>
        <translation>Así se ven los avisos de correo nuevo.</translation>
    </message>
    <message>
        <source>The desktop takes no notices, so they are shown here. {notice}</source>
        <translation>El escritorio no admite avisos, así que se muestran aquí. {notice}</translation>
    </message>
    <message>
        <source>No new mail has come that is still unread.</source>
        <translation>No ha llegado correo nuevo que siga sin leer.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Tarea</translation>
    </message>
    <message>
        <source>CRM</source>
        <translation>CRM</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Evento</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivar</translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation>Marcar como leído</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Responder</translation>
    </message>
    <message>
        <source>Unknown sender</source>
        <translation>Remitente desconocido</translation>
    </message>
    <message>
        <source>(no subject)</source>
        <translation>(sin asunto)</translation>
    </message>
    <message>
        <source>others</source>
        <translation>otros</translation>
    </message>
    <message>
        <source>{names} and {last}</source>
        <translation>{names} y {last}</translation>
    </message>
</context>
<context>
    <name>AttachmentActions</name>
    <message>
        <source>“{name}” is a file of the kind {kind}, which can run programs on this computer. Open it only if you expected it and know the sender.</source>
        <translation>«{name}» es un archivo de tipo {kind}, que puede ejecutar programas en este equipo. Ábralo solo si lo esperaba y conoce a quien lo envía.</translation>
    </message>
    <message>
        <source>Open anyway</source>
        <translation>Abrir de todos modos</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>Guardado como {name}.</translation>
    </message>
    <message numerus="yes">
        <source>{count} file(s) saved in {folder}.</source>
        <translation>
            <numerusform>{count} archivo guardado en {folder}.</numerusform>
            <numerusform>{count} archivos guardados en {folder}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Save attachment</source>
        <translation>Guardar adjunto</translation>
    </message>
    <message>
        <source>Save all attachments in</source>
        <translation>Guardar todos los adjuntos en</translation>
    </message>
</context>
<context>
    <name>AttachmentCard</name>
    <message>
        <source>Attachment {name}, {size}</source>
        <translation>Adjunto {name}, {size}</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Guardar…</translation>
    </message>
    <message>
        <source>Save {name}</source>
        <translation>Guardar {name}</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Ver aquí</translation>
    </message>
    <message>
        <source>Open with its program</source>
        <translation>Abrir con su programa</translation>
    </message>
</context>
<context>
    <name>AttachmentList</name>
    <message>
        <source>picture-{number}.png</source>
        <translation>imagen-{number}.png</translation>
    </message>
    <message>
        <source>{names} cannot be read as a file. To send a folder, pack it into one file first.</source>
        <translation>{names} no se puede leer como archivo. Para enviar una carpeta, comprímala antes en un solo archivo.</translation>
    </message>
    <message>
        <source>{files} does not fit: the attachments of one mail may have {limit}. Send a link to the file instead.</source>
        <translation>{files} no cabe: los adjuntos de un correo pueden tener {limit}. Envíe un enlace al archivo.</translation>
    </message>
    <message>
        <source>{files} does not fit: all attachments of one mail may have {limit} together, and {left} are left. Remove others, or send a link to the file instead.</source>
        <translation>{files} no cabe: todos los adjuntos de un correo pueden sumar {limit}, y quedan {left}. Quite otros o envíe un enlace al archivo.</translation>
    </message>
    <message numerus="yes">
        <source>{count} attachment(s): {used} of {limit}</source>
        <translation>
            <numerusform>{count} adjunto: {used} de {limit}</numerusform>
            <numerusform>{count} adjuntos: {used} de {limit}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AttachmentStrip</name>
    <message>
        <source>Save all…</source>
        <translation>Guardar todo…</translation>
    </message>
    <message numerus="yes">
        <source>{count} attachment(s)</source>
        <translation>
            <numerusform>{count} adjunto</numerusform>
            <numerusform>{count} adjuntos</numerusform>
        </translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>Mostrar menos</translation>
    </message>
    <message>
        <source>Show all {count}</source>
        <translation>Mostrar los {count}</translation>
    </message>
</context>
<context>
    <name>BackendFields</name>
    <message>
        <source>Webhook address</source>
        <translation>Dirección del webhook</translation>
    </message>
    <message>
        <source>How objects are made</source>
        <translation>Cómo se crean los objetos</translation>
    </message>
    <message>
        <source>Otherwise for these mailboxes</source>
        <translation>De otro modo para estos buzones</translation>
    </message>
    <message>
        <source>Card for unknown senders</source>
        <translation>Ficha para remitentes desconocidos</translation>
    </message>
    <message>
        <source>Address of the portal</source>
        <translation>Dirección del portal</translation>
    </message>
    <message>
        <source>Application ID</source>
        <translation>ID de la aplicación</translation>
    </message>
    <message>
        <source>Application key</source>
        <translation>Clave de la aplicación</translation>
    </message>
    <message>
        <source>Code shown by Bitrix24</source>
        <translation>Código que muestra Bitrix24</translation>
    </message>
    <message>
        <source>Port of the redirect address</source>
        <translation>Puerto de la dirección de retorno</translation>
    </message>
    <message>
        <source>Authorization server</source>
        <translation>Servidor de autorización</translation>
    </message>
    <message>
        <source>File with the portal&apos;s authority</source>
        <translation>Archivo con la autoridad del portal</translation>
    </message>
    <message>
        <source>Homeserver</source>
        <translation>Servidor de Matrix</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>Clave de acceso</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>Task list</source>
        <translation>Lista de tareas</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Calendario</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automático</translation>
    </message>
    <message>
        <source>portal</source>
        <translation>portal</translation>
    </message>
    <message>
        <source>direct</source>
        <translation>directo</translation>
    </message>
    <message>
        <source>lead</source>
        <translation>prospecto</translation>
    </message>
    <message>
        <source>contact</source>
        <translation>contacto</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Base de datos</translation>
    </message>
</context>
<context>
    <name>BackendForm</name>
    <message>
        <source>Connect</source>
        <translation>Conectar</translation>
    </message>
    <message>
        <source>Try the connection</source>
        <translation>Probar la conexión</translation>
    </message>
    <message>
        <source>Connect anew</source>
        <translation>Conectar de nuevo</translation>
    </message>
    <message>
        <source>Fill in: {field}</source>
        <translation>Rellene: {field}</translation>
    </message>
    <message>
        <source>Type again: {field}</source>
        <translation>Escriba otra vez: {field}</translation>
    </message>
    <message>
        <source>Asking {name}…</source>
        <translation>Preguntando a {name}…</translation>
    </message>
    <message>
        <source>Stored in the keyring</source>
        <translation>Guardado en el llavero</translation>
    </message>
    <message>
        <source>Connected. Choose below what it is to do.</source>
        <translation>Conectado. Elija abajo qué debe hacer.</translation>
    </message>
    <message>
        <source>It answers, and lets us in.</source>
        <translation>Responde y nos deja entrar.</translation>
    </message>
    <message>
        <source>{field} (optional)</source>
        <translation>{field} (opcional)</translation>
    </message>
</context>
<context>
    <name>Backends</name>
    <message>
        <source>On this computer, always there, also without a network.</source>
        <translation>En este equipo, siempre disponible, también sin red.</translation>
    </message>
    <message>
        <source>Connected.</source>
        <translation>Conectado.</translation>
    </message>
    <message>
        <source>Not connected yet.</source>
        <translation>Todavía sin conectar.</translation>
    </message>
    <message>
        <source>It does: {kinds}.</source>
        <translation>Se encarga de: {kinds}.</translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message>
        <source>Close this bar</source>
        <translation>Cerrar esta barra</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>BodyEditor</name>
    <message>
        <source>Write here</source>
        <translation>Escribir aquí</translation>
    </message>
    <message>
        <source>Text of the mail</source>
        <translation>Texto del correo</translation>
    </message>
    <message numerus="yes">
        <source>··· show {count} quoted line(s)</source>
        <translation>
            <numerusform>··· mostrar {count} línea citada</numerusform>
            <numerusform>··· mostrar {count} líneas citadas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Calendar</name>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>When it begins</source>
        <translation>Al empezar</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>ha aceptado</translation>
    </message>
    <message>
        <source>maybe</source>
        <translation>quizá</translation>
    </message>
    <message>
        <source>declined</source>
        <translation>ha rechazado</translation>
    </message>
    <message>
        <source>organiser</source>
        <translation>convoca</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>Cada día</translation>
    </message>
    <message>
        <source>Every week</source>
        <translation>Cada semana</translation>
    </message>
    <message>
        <source>Every month</source>
        <translation>Cada mes</translation>
    </message>
    <message>
        <source>Every year</source>
        <translation>Cada año</translation>
    </message>
    <message>
        <source>until {day}</source>
        <translation>hasta el {day}</translation>
    </message>
    <message>
        <source>On several days</source>
        <translation>Varios días</translation>
    </message>
</context>
<context>
    <name>CalendarRoom</name>
    <message>
        <source>Calendar</source>
        <translation>Calendario</translation>
    </message>
    <message>
        <source>This event is no longer in the calendar.</source>
        <translation>Este evento ya no está en el calendario.</translation>
    </message>
    <message>
        <source>Save as .ics…</source>
        <translation>Guardar como .ics…</translation>
    </message>
    <message>
        <source>Saved as {name}</source>
        <translation>Guardado como {name}</translation>
    </message>
    <message>
        <source>Import a calendar file</source>
        <translation>Importar un archivo de calendario</translation>
    </message>
    <message>
        <source>Calendar files (*.ics)</source>
        <translation>Archivos de calendario (*.ics)</translation>
    </message>
    <message>
        <source>The file holds no events.</source>
        <translation>El archivo no contiene eventos.</translation>
    </message>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
    <message>
        <source>A time zone is unknown; its times are taken as this computer&apos;s.</source>
        <translation>Hay una zona horaria desconocida; sus horas se toman como las de este equipo.</translation>
    </message>
    <message>
        <source>Take them over</source>
        <translation>Incorporar</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>No se puede leer el archivo.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Adelante</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mes</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Semana</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importar…</translation>
    </message>
    <message>
        <source>Take the events of an .ics file over</source>
        <translation>Incorporar los eventos de un archivo .ics</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>Nuevo evento</translation>
    </message>
    <message>
        <source>The file only says that an event was cancelled.</source>
        <translation>El archivo solo dice que un evento se ha cancelado.</translation>
    </message>
    <message>
        <source>Of those that come more than once a day only the first time is taken.</source>
        <translation>De los que se dan más de una vez al día solo se toma la primera.</translation>
    </message>
</context>
<context>
    <name>CalendarView</name>
    <message>
        <source>no events</source>
        <translation>sin eventos</translation>
    </message>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
</context>
<context>
    <name>ChatLines</name>
    <message>
        <source>Lines of the chat</source>
        <translation>Líneas del chat</translation>
    </message>
</context>
<context>
    <name>ChatsRoom</name>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>No chat chosen</source>
        <translation>Ningún chat elegido</translation>
    </message>
    <message>
        <source>No chats yet</source>
        <translation>Todavía no hay chats</translation>
    </message>
    <message>
        <source>Press H on a mail to talk about it. The chat begins with what the mail says.</source>
        <translation>Pulse H en un correo para comentarlo. El chat empieza con lo que dice el correo.</translation>
    </message>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
    <message>
        <source>Nobody but you</source>
        <translation>Solo usted</translation>
    </message>
    <message>
        <source>Delete the chat “{title}” and all its lines?</source>
        <translation>¿Eliminar el chat «{title}» y todas sus líneas?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Miembros</translation>
    </message>
    <message>
        <source>Write a line, Enter sends it</source>
        <translation>Escriba una línea; Intro la envía</translation>
    </message>
    <message>
        <source>A new line</source>
        <translation>Una línea nueva</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
</context>
<context>
    <name>Chips</name>
    <message>
        <source>No longer on the mail server. It is kept here because it is linked.</source>
        <translation>Ya no está en el servidor de correo. Se conserva aquí porque tiene un vínculo.</translation>
    </message>
    <message>
        <source>only here</source>
        <translation>solo aquí</translation>
    </message>
    <message>
        <source>With attachment</source>
        <translation>Con adjunto</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Sin leer</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>Destacado</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Respondido</translation>
    </message>
    <message>
        <source>Not yet on the server</source>
        <translation>Aún no está en el servidor</translation>
    </message>
    <message>
        <source>To: {name}</source>
        <translation>Para: {name}</translation>
    </message>
    <message>
        <source>No sender</source>
        <translation>Sin remitente</translation>
    </message>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
    <message>
        <source>task</source>
        <translation>tarea</translation>
    </message>
    <message>
        <source>CRM</source>
        <translation>CRM</translation>
    </message>
    <message>
        <source>chat</source>
        <translation>chat</translation>
    </message>
    <message>
        <source>event</source>
        <translation>evento</translation>
    </message>
    <message>
        <source>open</source>
        <translation>abierta</translation>
    </message>
    <message>
        <source>done</source>
        <translation>hecho</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>eliminado</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>en camino</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>sin éxito</translation>
    </message>
    <message>
        <source>Linked to {kind}: {title}</source>
        <translation>Vinculado a {kind}: {title}</translation>
    </message>
    <message>
        <source>Waits for an answer. It is brought forward {moment} unless somebody answers.</source>
        <translation>Espera respuesta. Se recordará {moment} si nadie responde.</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <translation>sin respuesta</translation>
    </message>
    <message>
        <source>Nobody has answered since {moment}.</source>
        <translation>Nadie ha respondido desde: {moment}.</translation>
    </message>
    <message>
        <source>leaves today</source>
        <translation>se va hoy</translation>
    </message>
    <message>
        <source>over</source>
        <translation>pasado</translation>
    </message>
    <message>
        <source>to be checked</source>
        <translation>por comprobar</translation>
    </message>
    <message>
        <source>Leaves this computer on {date}, as the plan says; the mail stays on your server. A linked task keeps it here.</source>
        <translation>Deja este equipo el {date}, como dice el plan; el correo sigue en su servidor. Una tarea vinculada lo conserva aquí.</translation>
    </message>
    <message>
        <source>It was put off, and comes back unread where it was: {moment}</source>
        <translation>Está pospuesto y vuelve, sin leer, a donde estaba: {moment}</translation>
    </message>
</context>
<context>
    <name>Choosing</name>
    <message>
        <source>A command or a folder</source>
        <translation>Una acción o una carpeta</translation>
    </message>
    <message>
        <source>Account settings</source>
        <translation>Ajustes de la cuenta</translation>
    </message>
    <message>
        <source>Go on with this account</source>
        <translation>Continuar con esta cuenta</translation>
    </message>
    <message>
        <source>now</source>
        <translation>ahora</translation>
    </message>
    <message>
        <source>Pause this account</source>
        <translation>Poner en pausa esta cuenta</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Firma</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Choices</source>
        <translation>Opciones</translation>
    </message>
    <message>
        <source>Nothing is called so</source>
        <translation>Nada se llama así</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>pasted text.txt</source>
        <translation>texto pegado.txt</translation>
    </message>
    <message>
        <source>The pasted text ({size}) is too long to be written here.</source>
        <translation>El texto pegado ({size}) es demasiado largo para escribirlo aquí.</translation>
    </message>
    <message>
        <source>Attach as a text file</source>
        <translation>Adjuntar como archivo de texto</translation>
    </message>
</context>
<context>
    <name>ComposerWindow</name>
    <message>
        <source>Draft saved {time}</source>
        <translation>Borrador guardado, {time}</translation>
    </message>
    <message>
        <source>Draft not saved</source>
        <translation>Borrador no guardado</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
    <message>
        <source>Close without saving</source>
        <translation>Cerrar sin guardar</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Enviando…</translation>
    </message>
    <message>
        <source>Send anyway</source>
        <translation>Enviar de todos modos</translation>
    </message>
    <message>
        <source>There is nobody to send this mail to yet. Write at least one address.</source>
        <translation>Este correo aún no tiene a quién enviarse. Escriba al menos una dirección.</translation>
    </message>
    <message>
        <source>“{text}” is not a complete address. Correct or remove it.</source>
        <translation>«{text}» no es una dirección completa. Corríjala o quítela.</translation>
    </message>
    <message>
        <source>This mail has no subject.</source>
        <translation>Este correo no tiene asunto.</translation>
    </message>
    <message>
        <source>Attach a file…</source>
        <translation>Adjuntar un archivo…</translation>
    </message>
    <message>
        <source>The text speaks of an attachment, but nothing is attached.</source>
        <translation>El texto habla de un adjunto, pero no hay nada adjunto.</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>Adjuntar archivos</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Send (Ctrl+Enter)</source>
        <translation>Enviar (Ctrl+Intro)</translation>
    </message>
    <message>
        <source>Discard this mail</source>
        <translation>Descartar este correo</translation>
    </message>
    <message>
        <source>New mail</source>
        <translation>Correo nuevo</translation>
    </message>
    <message>
        <source>Send later…</source>
        <translation>Enviar más tarde…</translation>
    </message>
    <message>
        <source>Templates…</source>
        <translation>Plantillas…</translation>
    </message>
</context>
<context>
    <name>ConnectorsDialog</name>
    <message>
        <source>Connections to other programs</source>
        <translation>Conexiones con otros programas</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Programas</translation>
    </message>
    <message>
        <source>Who does what</source>
        <translation>Quién hace qué</translation>
    </message>
    <message>
        <source>{kind} is made in</source>
        <translation>{kind} se crea en</translation>
    </message>
    <message>
        <source>Open the plug-ins folder</source>
        <translation>Abrir la carpeta de complementos</translation>
    </message>
    <message>
        <source>A plug-in that is put there is found here</source>
        <translation>El complemento que se ponga ahí aparece aquí</translation>
    </message>
</context>
<context>
    <name>ContactCard</name>
    <message>
        <source>Not in the CRM yet</source>
        <translation>Aún no está en el CRM</translation>
    </message>
    <message>
        <source>Show the contact</source>
        <translation>Ver el contacto</translation>
    </message>
    <message>
        <source>Save to the CRM</source>
        <translation>Guardar en el CRM</translation>
    </message>
    <message>
        <source>Has a card in the CRM</source>
        <translation>Tiene una ficha en el CRM</translation>
    </message>
</context>
<context>
    <name>ContactForm</name>
    <message>
        <source>Edit the contact</source>
        <translation>Editar el contacto</translation>
    </message>
    <message>
        <source>New contact</source>
        <translation>Nuevo contacto</translation>
    </message>
    <message>
        <source>This is a company</source>
        <translation>Es una empresa</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguna</translation>
    </message>
    <message>
        <source>One address a line</source>
        <translation>Una dirección por línea</translation>
    </message>
    <message>
        <source>Type a name first.</source>
        <translation>Escriba primero un nombre.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Empresa</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Direcciones</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Teléfono</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
</context>
<context>
    <name>ContactsRoom</name>
    <message>
        <source>Name, company or address</source>
        <translation>Nombre, empresa o dirección</translation>
    </message>
    <message>
        <source>Look for a contact</source>
        <translation>Buscar un contacto</translation>
    </message>
    <message>
        <source>New contact</source>
        <translation>Nuevo contacto</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>Contactos</translation>
    </message>
    <message>
        <source>CRM</source>
        <translation>CRM</translation>
    </message>
    <message>
        <source>No contact chosen</source>
        <translation>Ningún contacto elegido</translation>
    </message>
    <message>
        <source>Nobody is called so</source>
        <translation>Nadie se llama así</translation>
    </message>
    <message>
        <source>No contacts yet</source>
        <translation>Todavía no hay contactos</translation>
    </message>
    <message>
        <source>Press Shift+C on a mail to save it here with its sender. The copy stays when the mail goes.</source>
        <translation>Pulse Mayús+C en un correo para guardarlo aquí con su remitente. La copia se queda cuando el correo se va.</translation>
    </message>
    <message>
        <source>No mail saved yet. Press Shift+C on a mail of theirs.</source>
        <translation>Ningún correo guardado todavía. Pulse Mayús+C en uno de los suyos.</translation>
    </message>
    <message numerus="yes">
        <source>Delete {name} and the {count} mail(s) saved there?</source>
        <translation>
            <numerusform>¿Eliminar {name} y el correo guardado ahí ({count})?</numerusform>
            <numerusform>¿Eliminar {name} y los {count} correos guardados ahí?</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Open the copy</source>
        <translation>Abrir la copia</translation>
    </message>
    <message>
        <source>Delete the copy</source>
        <translation>Eliminar la copia</translation>
    </message>
</context>
<context>
    <name>Conversation</name>
    <message>
        <source>Me → {name}</source>
        <translation>Yo → {name}</translation>
    </message>
    <message>
        <source>Me</source>
        <translation>Yo</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Borrador</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>A la espera de envío</translation>
    </message>
    <message>
        <source>Open now</source>
        <translation>Abierto ahora</translation>
    </message>
</context>
<context>
    <name>ConversationList</name>
    <message>
        <source>Whole conversation</source>
        <translation>Toda la conversación</translation>
    </message>
</context>
<context>
    <name>Conversations</name>
    <message>
        <source>Nothing of this conversation is left to archive.</source>
        <translation>No queda nada por archivar en esta conversación.</translation>
    </message>
    <message>
        <source>Nothing of this conversation can be deleted.</source>
        <translation>No hay nada que se pueda eliminar en esta conversación.</translation>
    </message>
    <message>
        <source>All of this conversation is read.</source>
        <translation>Toda la conversación está leída.</translation>
    </message>
    <message>
        <source>Nothing of this conversation can be moved.</source>
        <translation>No hay nada que se pueda mover en esta conversación.</translation>
    </message>
    <message>
        <source>Move the conversation to…</source>
        <translation>Mover la conversación a…</translation>
    </message>
</context>
<context>
    <name>CopyWindow</name>
    <message>
        <source>Saved copy</source>
        <translation>Copia guardada</translation>
    </message>
    <message>
        <source>The copy in the CRM. It stays as it is, whatever becomes of the mail.</source>
        <translation>La copia del CRM. Se queda como está, pase lo que pase con el correo.</translation>
    </message>
    <message>
        <source>Save them one by one here.</source>
        <translation>Aquí se guardan de uno en uno.</translation>
    </message>
    <message>
        <source>This copy is no longer here.</source>
        <translation>Esta copia ya no está aquí.</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Guardar como…</translation>
    </message>
    <message>
        <source>Saved as {name}</source>
        <translation>Guardado como {name}</translation>
    </message>
    <message>
        <source>A mail in a file. It is in none of your mailboxes.</source>
        <translation>Un correo en un archivo. No está en ninguno de sus buzones.</translation>
    </message>
    <message>
        <source>This file cannot be read, or is no mail.</source>
        <translation>Este archivo no se puede leer o no es un correo.</translation>
    </message>
</context>
<context>
    <name>Counsel</name>
    <message>
        <source>The account was not added</source>
        <translation>La cuenta no se añadió</translation>
    </message>
</context>
<context>
    <name>DemoBar</name>
    <message>
        <source>Plan of the demo</source>
        <translation>Plan de la demostración</translation>
    </message>
    <message>
        <source>Choose a plan and see at once what it does</source>
        <translation>Elegir un plan y ver enseguida lo que hace</translation>
    </message>
    <message>
        <source>Member of the demo</source>
        <translation>Miembro de la demostración</translation>
    </message>
    <message>
        <source>Whose mail is shown</source>
        <translation>De quién es el correo que se muestra</translation>
    </message>
    <message>
        <source>Day of the demo</source>
        <translation>Día de la demostración</translation>
    </message>
    <message>
        <source>The demo&apos;s day: choose a later one and mail leaves as the plan says</source>
        <translation>El día de la demostración: elija uno posterior y el correo se irá como dice el plan</translation>
    </message>
    <message>
        <source>End trial</source>
        <translation>Terminar prueba</translation>
    </message>
    <message>
        <source>End the trial now: what happens then?</source>
        <translation>Terminar la prueba ahora: ¿qué ocurre entonces?</translation>
    </message>
    <message>
        <source>Send {count} mails</source>
        <translation>Enviar {count} correos</translation>
    </message>
    <message>
        <source>Count {count} mails as sent this month, or as many as the limit leaves</source>
        <translation>Contar {count} correos como enviados este mes, o los que permita el límite</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Empezar de nuevo</translation>
    </message>
    <message>
        <source>The demo as it was at the beginning</source>
        <translation>La demostración como estaba al principio</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Recorrido</translation>
    </message>
    <message>
        <source>Six steps through what the plan does, in three minutes</source>
        <translation>Seis pasos por lo que hace el plan, en tres minutos</translation>
    </message>
    <message>
        <source>{mails} counted as sent: with that the month&apos;s limit is reached.</source>
        <translation>{mails} contados como enviados: con eso se alcanza el límite del mes.</translation>
    </message>
    <message>
        <source>{mails} counted as sent.</source>
        <translation>{mails} contados como enviados.</translation>
    </message>
    <message>
        <source>Mails are being counted…</source>
        <translation>Contando correos…</translation>
    </message>
    <message>
        <source>The plan changes…</source>
        <translation>Cambiando de plan…</translation>
    </message>
    <message>
        <source>Another member&apos;s mail…</source>
        <translation>Cambiando de miembro…</translation>
    </message>
    <message>
        <source>The trial ends…</source>
        <translation>Terminando la prueba…</translation>
    </message>
    <message>
        <source>It is {date} now</source>
        <translation>Ahora es {date}</translation>
    </message>
    <message>
        <source>Time passes…</source>
        <translation>Pasa el tiempo…</translation>
    </message>
    <message>
        <source>The demo begins again…</source>
        <translation>La demostración empieza de nuevo…</translation>
    </message>
    <message>
        <source>{past}: no mail left this computer.</source>
        <translation>{past}: ningún correo ha dejado este equipo.</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>Demo</translation>
    </message>
    <message>
        <source>The trial is over. The {plan} plan is in force now.</source>
        <translation>La prueba ha terminado. Ahora rige el plan {plan}.</translation>
    </message>
</context>
<context>
    <name>DemoComing</name>
    <message>
        <source>The demo mailbox is being set up…</source>
        <translation>Se está preparando el buzón de demostración…</translation>
    </message>
</context>
<context>
    <name>Departure</name>
    <message>
        <source>Leaves this computer soon: the {plan} plan keeps no mail. It stays on your server.</source>
        <translation>Deja pronto este equipo: el plan {plan} no conserva correo. Sigue en su servidor.</translation>
    </message>
    <message>
        <source>Stays here: the plan keeps mail without limit.</source>
        <translation>Se queda aquí: el plan conserva el correo sin límite.</translation>
    </message>
    <message>
        <source>the {plan} plan keeps {days}</source>
        <translation>el plan {plan} conserva {days}</translation>
    </message>
    <message>
        <source>Leaves this computer today: {reason}. It stays on your server.</source>
        <translation>Deja este equipo hoy: {reason}. Sigue en su servidor.</translation>
    </message>
    <message>
        <source>Stays here: it is linked to a task.</source>
        <translation>Se queda aquí: está vinculado a una tarea.</translation>
    </message>
    <message>
        <source>Stays here: it is linked to the task “{name}”.</source>
        <translation>Se queda aquí: está vinculado a la tarea «{name}».</translation>
    </message>
    <message>
        <source>Stays here until the CRM has its copy of it.</source>
        <translation>Se queda aquí hasta que el CRM tenga su copia.</translation>
    </message>
    <message>
        <source>Stays here until your change has reached the server.</source>
        <translation>Se queda aquí hasta que su cambio llegue al servidor.</translation>
    </message>
    <message>
        <source>Stays here: drafts are always kept.</source>
        <translation>Se queda aquí: los borradores se conservan siempre.</translation>
    </message>
    <message>
        <source>Stays here: {reason}.</source>
        <translation>Se queda aquí: {reason}.</translation>
    </message>
    <message>
        <source>the trial is over then</source>
        <translation>entonces termina la prueba</translation>
    </message>
    <message>
        <source>the plan becomes {plan}</source>
        <translation>el plan pasa a ser {plan}</translation>
    </message>
    <message>
        <source>This mail is only on the server.</source>
        <translation>Este correo está solo en el servidor.</translation>
    </message>
    <message>
        <source>This mail is only on the server (your plan keeps {days} here).</source>
        <translation>Este correo está solo en el servidor (su plan guarda {days} aquí).</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>No mail saved yet</source>
        <translation>Ningún correo guardado todavía</translation>
    </message>
    <message>
        <source>{count} more: type above to find them</source>
        <translation>{count} más: escriba arriba para encontrarlos</translation>
    </message>
</context>
<context>
    <name>DeskEntries</name>
    <message>
        <source>Tasks</source>
        <translation>Tareas</translation>
    </message>
    <message>
        <source>CRM</source>
        <translation>CRM</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Calendario</translation>
    </message>
</context>
<context>
    <name>DeskForm</name>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>Emptiness</name>
    <message>
        <source>No mail passes the filter</source>
        <translation>Ningún correo pasa el filtro</translation>
    </message>
    <message>
        <source>There may be others in this folder.</source>
        <translation>Puede haber otros en esta carpeta.</translation>
    </message>
    <message>
        <source>Show all mails</source>
        <translation>Mostrar todos los correos</translation>
    </message>
    <message>
        <source>Mail is being fetched</source>
        <translation>Se está trayendo el correo</translation>
    </message>
    <message>
        <source>The newest comes first and appears here by itself.</source>
        <translation>Primero llega el más reciente y aparece aquí por sí solo.</translation>
    </message>
    <message>
        <source>No mail waits for an answer</source>
        <translation>Ningún correo espera respuesta</translation>
    </message>
    <message>
        <source>What you send with a reminder stands here until somebody answers.</source>
        <translation>Lo que se envía con recordatorio está aquí hasta que alguien responda.</translation>
    </message>
    <message>
        <source>The trash is empty</source>
        <translation>La papelera está vacía</translation>
    </message>
    <message>
        <source>No drafts</source>
        <translation>No hay borradores</translation>
    </message>
    <message>
        <source>What you begin to write is kept here.</source>
        <translation>Lo que empiece a escribir se guarda aquí.</translation>
    </message>
    <message>
        <source>No mail in {folder}</source>
        <translation>No hay correo en {folder}</translation>
    </message>
    <message>
        <source>Nothing found for “{words}”</source>
        <translation>Nada encontrado para «{words}»</translation>
    </message>
    <message>
        <source>Try fewer words, or only their beginnings.</source>
        <translation>Pruebe con menos palabras o solo con su comienzo.</translation>
    </message>
    <message>
        <source>Search without the filter</source>
        <translation>Buscar sin el filtro</translation>
    </message>
    <message>
        <source>Search everywhere</source>
        <translation>Buscar en todas partes</translation>
    </message>
    <message>
        <source>The {plan} plan fetches no mail and keeps only what is linked to a task. Your mail is on your server.</source>
        <translation>El plan {plan} no descarga correo y conserva solo lo vinculado a una tarea. Su correo está en su servidor.</translation>
    </message>
    <message>
        <source>What is here stays here.</source>
        <translation>Lo que está aquí se queda aquí.</translation>
    </message>
    <message>
        <source>Nothing is put off</source>
        <translation>No hay nada pospuesto</translation>
    </message>
    <message>
        <source>What you put off waits here, and comes back unread where it was.</source>
        <translation>Lo que pospone espera aquí y vuelve, sin leer, a donde estaba.</translation>
    </message>
    <message>
        <source>“{condition}” was not understood and was searched as words.</source>
        <translation>«{condition}» no se entendió y se buscó como palabras.</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Choose a mail to read it here.</source>
        <translation>Elija un correo para leerlo aquí.</translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) are chosen. What you do now happens to all of them.</source>
        <translation>
            <numerusform>{count} correo elegido. Lo que haga ahora le afecta.</numerusform>
            <numerusform>{count} correos elegidos. Lo que haga ahora afecta a todos.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>{host} refused the user name or password of {user}. Type the password again. The server said: {said}</source>
        <translation>{host} rechazó el usuario o la contraseña de {user}. Escriba la contraseña de nuevo. El servidor dijo: {said}</translation>
    </message>
    <message>
        <source>{host} wants an app password for {user}, not the ordinary one. Make one in your provider&apos;s security page and type it here. The server said: {said}</source>
        <translation>{host} pide una contraseña de aplicación para {user}, no la habitual. Cree una en la página de seguridad de su proveedor y escríbala aquí. El servidor dijo: {said}</translation>
    </message>
    <message>
        <source>The password of {user} is not stored on this computer. Type it again.</source>
        <translation>La contraseña de {user} no está guardada en este equipo. Escríbala de nuevo.</translation>
    </message>
    <message>
        <source>{host} does not let Bandeja in as {user}. Sign in again with the browser, as {user}. It said: {said}</source>
        <translation>{host} no deja entrar a Bandeja como {user}. Vuelva a iniciar sesión con el navegador, como {user}. Ha dicho: {said}</translation>
    </message>
    <message>
        <source>The server {host} was not found. Check the name and your network.</source>
        <translation>No se encontró el servidor {host}. Revise el nombre y la red.</translation>
    </message>
    <message>
        <source>{host} does not answer on port {port}. Check the port, or try again later.</source>
        <translation>{host} no responde en el puerto {port}. Revise el puerto o inténtelo más tarde.</translation>
    </message>
    <message>
        <source>The connection to {host} was lost. It is tried again by itself.</source>
        <translation>Se perdió la conexión con {host}. Se intentará de nuevo sin que haga nada.</translation>
    </message>
    <message>
        <source>{host} did not answer in {seconds} seconds. It is tried again by itself.</source>
        <translation>{host} no respondió en {seconds} segundos. Se intentará de nuevo sin que haga nada.</translation>
    </message>
    <message>
        <source>The certificate of {host} is signed by nobody this computer trusts, so nothing was sent. Ask who runs the server, or add its authority with a CA file.</source>
        <translation>El certificado de {host} no lo firma nadie en quien confíe este equipo, así que no se envió nada. Pregunte a quien administra el servidor o añada su autoridad con un archivo de CA.</translation>
    </message>
    <message>
        <source>The certificate shown by {host} belongs to another name, so nothing was sent. Check the server name.</source>
        <translation>El certificado que muestra {host} es de otro nombre, así que no se envió nada. Revise el nombre del servidor.</translation>
    </message>
    <message>
        <source>The certificate of {host} has expired or is not valid yet, so nothing was sent. Check this computer&apos;s date, or ask who runs the server.</source>
        <translation>El certificado de {host} ha caducado o aún no es válido, así que no se envió nada. Revise la fecha de este equipo o pregunte a quien administra el servidor.</translation>
    </message>
    <message>
        <source>No secure connection to {host} could be made, so nothing was sent. Check the port and the kind of security. Detail: {said}</source>
        <translation>No se pudo establecer una conexión segura con {host}, así que no se envió nada. Revise el puerto y el tipo de seguridad. Detalle: {said}</translation>
    </message>
    <message>
        <source>{host} offers no encryption on port {port}, so nothing was sent. Choose the TLS port.</source>
        <translation>{host} no ofrece cifrado en el puerto {port}, así que no se envió nada. Elija el puerto de TLS.</translation>
    </message>
    <message>
        <source>A password is never sent unencrypted to {host}. Choose TLS or STARTTLS.</source>
        <translation>Una contraseña nunca se envía sin cifrar a {host}. Elija TLS o STARTTLS.</translation>
    </message>
    <message>
        <source>{host} refused: {said}</source>
        <translation>{host} lo rechazó: {said}</translation>
    </message>
    <message>
        <source>{host} answered in a way that cannot be trusted ({said}). The connection was closed; it is tried again later.</source>
        <translation>{host} respondió de un modo en el que no se puede confiar ({said}). La conexión se cerró; se intentará más tarde.</translation>
    </message>
    <message>
        <source>{host} sent more than can be taken ({said}).</source>
        <translation>{host} envió más de lo que se puede admitir ({said}).</translation>
    </message>
    <message>
        <source>There is no space left on the disk of {path}. Free some space; nothing was lost and work goes on by itself.</source>
        <translation>No queda espacio en el disco de {path}. Libere espacio; no se ha perdido nada y el trabajo sigue por sí solo.</translation>
    </message>
    <message>
        <source>The folder {path} cannot be written. Check its permissions or choose another with --profile.</source>
        <translation>No se puede escribir en la carpeta {path}. Revise sus permisos o elija otra con --profile.</translation>
    </message>
    <message>
        <source>Another Bandeja is using the profile {path}. Use its window, or close it first.</source>
        <translation>Bandeja ya está abierta con el perfil {path}. Use esa ventana o ciérrela antes.</translation>
    </message>
    <message>
        <source>The mail cache in {path} was damaged and has been rebuilt; mail is fetched again from the server. Saved: {saved}.</source>
        <translation>La copia local del correo en {path} estaba dañada y se ha rehecho; el correo se trae de nuevo del servidor. A salvo: {saved}.</translation>
    </message>
    <message>
        <source>The profile {path} was written by a newer Bandeja. Update this one; the profile was not changed.</source>
        <translation>El perfil {path} es de una versión más nueva de Bandeja. Actualice esta; el perfil no se ha tocado.</translation>
    </message>
    <message>
        <source>The SQLite library {version} can damage data; {needed} or newer is needed. Run &apos;python3 run.py setup&apos;.</source>
        <translation>La biblioteca SQLite {version} puede dañar datos; hace falta {needed} o posterior. Ejecute «python3 run.py setup».</translation>
    </message>
    <message>
        <source>This computer has no safe place for passwords, so the password of {user} is kept only until Bandeja closes.</source>
        <translation>Este equipo no tiene un lugar seguro para contraseñas, así que la de {user} se conserva solo hasta cerrar Bandeja.</translation>
    </message>
    <message>
        <source>There is no {what} &apos;{name}&apos;.</source>
        <translation>No existe {what} «{name}».</translation>
    </message>
    <message>
        <source>{what} cannot be used: {why}.</source>
        <translation>{what} no se puede usar: {why}.</translation>
    </message>
    <message>
        <source>{count} of {total} mails vanished from {mailbox} on the server at once. They are kept here until you say that this is right.</source>
        <translation>{count} de {total} correos desaparecieron a la vez de {mailbox} en el servidor. Se conservan aquí hasta que confirme que es correcto.</translation>
    </message>
    <message>
        <source>The {plan} plan allows {limit} ({rule}). {remedy}</source>
        <translation>El plan {plan} permite {limit} ({rule}). {remedy}</translation>
    </message>
    <message>
        <source>The days of the demo only go forward. Choose a day ahead, or start again.</source>
        <translation>Los días de la demostración solo avanzan. Elija un día futuro o empiece de nuevo.</translation>
    </message>
    <message>
        <source>The attachments are {size} MB; every plan allows 14.3 MB in one mail. Remove some or share a link.</source>
        <translation>Los adjuntos ocupan {size} MB; todos los planes permiten 14,3 MB por correo. Quite alguno o comparta un enlace.</translation>
    </message>
    <message>
        <source>This mail is linked to the task &apos;{task}&apos;. Delete the linked task first.</source>
        <translation>Este correo está vinculado a la tarea «{task}». Elimine antes la tarea vinculada.</translation>
    </message>
    <message>
        <source>The connection broke after the mail &apos;{subject}&apos; was handed over, so it may have been sent. Look into Sent before sending again.</source>
        <translation>La conexión se cortó después de entregar el correo «{subject}», así que puede haberse enviado. Mire en Enviados antes de enviarlo otra vez.</translation>
    </message>
    <message>
        <source>{host} sends us on to {other}. Nothing secret was sent there. If that is right, enter the new address in the settings.</source>
        <translation>{host} remite a {other}. Allí no se ha enviado nada secreto. Si es correcto, indique la nueva dirección en la configuración.</translation>
    </message>
    <message>
        <source>{host} asks for a pause. It is tried again by itself in {seconds} seconds.</source>
        <translation>{host} pide una pausa. Se volverá a intentar automáticamente dentro de {seconds} segundos.</translation>
    </message>
    <message>
        <source>{host} does not accept the key of this connection ({said}). Make a new one there and enter it in the settings.</source>
        <translation>{host} no acepta la clave de esta conexión ({said}). Cree allí una nueva e indíquela en la configuración.</translation>
    </message>
    <message>
        <source>{host} does not allow this ({said}). Ask the person who runs it for the rights.</source>
        <translation>{host} no lo permite ({said}). Pida los permisos a quien lo administra.</translation>
    </message>
    <message>
        <source>{host} is open to other programs only on a paid plan. Nothing was lost; it goes on by itself when the plan is there.</source>
        <translation>{host} solo admite otros programas con un plan de pago. No se ha perdido nada; continuará automáticamente cuando haya plan.</translation>
    </message>
    <message>
        <source>{path} is no mbox file, so it was left as it is. Choose another name.</source>
        <translation>{path} no es un archivo mbox, así que se ha dejado como estaba. Elija otro nombre.</translation>
    </message>
    <message>
        <source>{path} cannot be used ({said}). Choose another place.</source>
        <translation>{path} no se puede usar ({said}). Elija otro lugar.</translation>
    </message>
    <message>
        <source>The card that &apos;{title}&apos; was to be saved to is at a place that is no longer connected. Try again to save it to the sender&apos;s card, or save it anew and choose a card.</source>
        <translation>La ficha en la que se iba a guardar «{title}» está en un sitio que ya no está conectado. Reinténtelo para guardarlo en la ficha del remitente, o guárdelo de nuevo y elija una ficha.</translation>
    </message>
    <message>
        <source>Something inside Bandeja went wrong ({said}). Your mail is safe. Please report this.</source>
        <translation>Algo dentro de Bandeja salió mal ({said}). Su correo está a salvo. Le agradecemos que nos lo cuente.</translation>
    </message>
    <message>
        <source>The plug-in {name} cannot be used; everything else works. Remove it, or ask who made it for one that fits this Bandeja. Detail: {said}</source>
        <translation>El complemento {name} no se puede usar; todo lo demás funciona. Quítelo o pida a quien lo hizo uno que sirva para esta versión de Bandeja. Detalle: {said}</translation>
    </message>
    <message>
        <source>“{subject}” is not saved to the CRM, because {entry} is on the list of what never is. Take it off that list first.</source>
        <translation>«{subject}» no se guarda en el CRM porque {entry} está en la lista de lo que nunca se guarda. Quítelo primero de esa lista.</translation>
    </message>
    <message>
        <source>{name} is not connected yet. Enter its settings first.</source>
        <translation>{name} aún no está conectado. Introduzca antes sus ajustes.</translation>
    </message>
    <message>
        <source>It is not known whether &apos;{title}&apos; was made. Look there first; try again only if it is missing.</source>
        <translation>No se sabe si «{title}» llegó a crearse. Mire primero allí; vuelva a intentarlo solo si falta.</translation>
    </message>
    <message>
        <source>The {plan} plan has no place for another mailbox: its limit for each employee is {limit}. Remove a mailbox first, or choose a larger plan.</source>
        <translation>El plan {plan} no admite otro buzón: su límite por empleado es {limit}. Quite antes un buzón o elija un plan mayor.</translation>
    </message>
    <message>
        <source>The {plan} plan has no place for another shared mailbox: its limit is {limit}. Withdraw another share first, or choose a larger plan.</source>
        <translation>El plan {plan} no admite otro buzón compartido: su límite es {limit}. Deje antes de compartir otro o elija un plan mayor.</translation>
    </message>
    <message>
        <source>The {limit} mails a month of the {plan} plan are used up. This mail waits in the outbox and goes on {date}, or at once with a larger plan.</source>
        <translation>Los {limit} correos al mes del plan {plan} están agotados. Este correo espera en la bandeja de salida y saldrá el {date}, o de inmediato con un plan mayor.</translation>
    </message>
    <message>
        <source>The {plan} plan neither fetches nor sends mail. Everything waits as it is until another plan is chosen.</source>
        <translation>El plan {plan} no recibe ni envía correo. Todo espera como está hasta que se elija otro plan.</translation>
    </message>
    <message>
        <source>{address} is paused: the limit of the {plan} plan is {limit} for each employee, oldest first. Choose this mailbox as one that stays, or choose a larger plan.</source>
        <translation>{address} está en pausa: el límite del plan {plan} es {limit} por empleado, primero los más antiguos. Elija este buzón como uno de los que se quedan o elija un plan mayor.</translation>
    </message>
    <message>
        <source>The plan cannot change on a day that is over ({date}). Choose a day ahead.</source>
        <translation>El plan no puede cambiar en un día que ya ha pasado ({date}). Elija un día futuro.</translation>
    </message>
    <message>
        <source>The {plan} plan is not a paid one, so it cannot lapse. Choose another plan instead.</source>
        <translation>El plan {plan} no es de pago, así que no puede vencer. Elija otro plan.</translation>
    </message>
    <message>
        <source>Line {line} of the plan table {path} is not right: {field} = {found}. Correct that line, or take the file away.</source>
        <translation>La línea {line} de la tabla de planes {path} no es correcta: {field} = {found}. Corrija esa línea o retire el archivo.</translation>
    </message>
    <message>
        <source>The trial ends on {date}; that cannot be called off. Choose a plan, and it takes the place of that end.</source>
        <translation>La prueba termina el {date}; eso no se puede anular. Elija un plan y ocupará el lugar de ese final.</translation>
    </message>
    <message>
        <source>The {plan} plan is no trial, so there is none to end. Choose another plan instead.</source>
        <translation>El plan {plan} no es una prueba, así que no hay ninguna que terminar. Elija otro plan.</translation>
    </message>
    <message>
        <source>{name} still owns mailboxes here ({count}). Remove those accounts first.</source>
        <translation>{name} aún tiene buzones aquí ({count}). Quite antes esas cuentas.</translation>
    </message>
    <message>
        <source>{name} is the only member; a workspace has at least one. Add another first.</source>
        <translation>{name} es la única persona; un espacio de trabajo tiene al menos una. Añada antes a otra.</translation>
    </message>
    <message>
        <source>{host} has not exactly one copy of the mail &apos;{subject}&apos;. Connect {address} there, or choose another way of making objects in the settings.</source>
        <translation>{host} no tiene exactamente una copia del correo «{subject}». Conecte allí {address}, o elija en los ajustes otra forma de crear objetos.</translation>
    </message>
    <message>
        <source>The mail &apos;{subject}&apos; names no address, so no card can be found for it. Choose a card.</source>
        <translation>El correo «{subject}» no nombra ninguna dirección, así que no se puede encontrar una ficha. Elija una.</translation>
    </message>
    <message>
        <source>That is no webhook address. Copy it again from Bitrix24; it looks like {example}.</source>
        <translation>Esa no es una dirección de webhook. Cópiela de nuevo desde Bitrix24; tiene esta forma: {example}.</translation>
    </message>
    <message>
        <source>Nobody has said where {user} signs in with the browser. Give the client id that you registered with the provider.</source>
        <translation>Nadie ha dicho dónde inicia sesión {user} con el navegador. Indique el identificador de cliente que registró con el proveedor.</translation>
    </message>
    <message>
        <source>The address {address} stays with its account. Add the other address as an account of its own.</source>
        <translation>La dirección {address} se queda con su cuenta. Añada la otra dirección como una cuenta aparte.</translation>
    </message>
    <message>
        <source>{host} does not answer as a {service} server does. Check the address in the settings.</source>
        <translation>{host} no responde como un servidor {service}. Revise la dirección en los ajustes.</translation>
    </message>
    <message>
        <source>{host} has no calendar for this that you may write to. Make one there, or name another in the settings. Wanted: {name}</source>
        <translation>{host} no tiene ningún calendario para esto en el que usted pueda escribir. Cree uno allí o indique otro en los ajustes. Se buscaba: {name}</translation>
    </message>
    <message>
        <source>The folder &apos;{name}&apos; was not deleted, because there are folders inside it. Delete or move those first.</source>
        <translation>La carpeta «{name}» no se ha eliminado porque hay carpetas dentro. Elimine o mueva esas primero.</translation>
    </message>
    <message>
        <source>The {plan} plan was begun here on {date}, and it begins only once. Choose another plan.</source>
        <translation>El plan {plan} empezó aquí el {date}, y solo empieza una vez. Elija otro plan.</translation>
    </message>
    <message>
        <source>The disk of {path} reported an error, so the last change was not stored. What was stored before is kept. Copy the folder to another disk, and have this one checked.</source>
        <translation>El disco de {path} ha dado un error y el último cambio no se ha guardado. Lo guardado antes se conserva. Copie la carpeta a otro disco y haga revisar este.</translation>
    </message>
    <message>
        <source>Damage was found in the mail cache in {path}. Close Bandeja and start it again: it then builds the cache anew, and keeps everything that can be read.</source>
        <translation>Se ha encontrado un daño en la copia local del correo en {path}. Cierre Bandeja y vuelva a abrirla: entonces la copia se crea de nuevo y conserva todo lo que se pueda leer.</translation>
    </message>
    <message>
        <source>There is not enough memory left on this computer, so that could not be done. Close other programs; nothing was lost, and work goes on by itself.</source>
        <translation>No queda memoria suficiente en este equipo, por lo que no se pudo hacer. Cierre otros programas; no se ha perdido nada y el trabajo sigue por sí solo.</translation>
    </message>
    <message>
        <source>{host} could not be reached over a safe connection, so it knows nothing yet. This way needs the network: try again later, or choose another way.</source>
        <translation>No se ha podido llegar a {host} por una conexión segura, así que aún no sabe nada. Este modo necesita la red: conviene reintentar más tarde o elegir otro modo.</translation>
    </message>
    <message>
        <source>{host} did not take it; its answer was {said}. Choose another way, or try again later.</source>
        <translation>{host} no lo ha aceptado; su respuesta fue {said}. Conviene elegir otro modo o reintentar más tarde.</translation>
    </message>
    <message>
        <source>{user} is paused. Let it go on first.</source>
        <translation>{user} está en pausa. Reanude antes la cuenta.</translation>
    </message>
    <message>
        <source>This mail is no longer in {mailbox} on the server: it was moved or deleted there. Search again.</source>
        <translation>Este correo ya no está en {mailbox} en el servidor: allí se movió o se eliminó. Busque de nuevo.</translation>
    </message>
    <message>
        <source>This mail has {size} MB, which is too much to look at in passing. Open it in another program.</source>
        <translation>Este correo tiene {size} MB, demasiado para verlo de paso. Ábralo en otro programa.</translation>
    </message>
    <message>
        <source>The text of “{subject}” is only on the server, which could not be reached, so nothing was made of it. Try again when you are connected.</source>
        <translation>El texto de «{subject}» solo está en el servidor, y no se ha podido llegar a él, así que no se ha hecho nada. Reintentar cuando haya conexión.</translation>
    </message>
</context>
<context>
    <name>EventActs</name>
    <message>
        <source>Guests were invited to “{title}”. Shall they be told that it does not take place?</source>
        <translation>Hay invitados a «{title}». ¿Avisarles de que no se celebra?</translation>
    </message>
    <message>
        <source>Delete it and tell them</source>
        <translation>Eliminar y avisar</translation>
    </message>
    <message>
        <source>Delete it only here</source>
        <translation>Eliminar solo aquí</translation>
    </message>
</context>
<context>
    <name>EventCard</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close the event</source>
        <translation>Cerrar el evento</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Save as .ics…</source>
        <translation>Guardar como .ics…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
    <message>
        <source>Reminder: {when}</source>
        <translation>Aviso: {when}</translation>
    </message>
    <message>
        <source>Delete only this time</source>
        <translation>Eliminar solo esta vez</translation>
    </message>
    <message>
        <source>Delete all times</source>
        <translation>Eliminar todas las veces</translation>
    </message>
    <message>
        <source>Edit only this time</source>
        <translation>Editar solo esta vez</translation>
    </message>
    <message>
        <source>Edit all times</source>
        <translation>Editar todas las veces</translation>
    </message>
</context>
<context>
    <name>EventForm</name>
    <message>
        <source>Edit the event</source>
        <translation>Editar el evento</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>Nuevo evento</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Hasta</translation>
    </message>
    <message>
        <source>All day</source>
        <translation>Todo el día</translation>
    </message>
    <message>
        <source>Type a title first.</source>
        <translation>Escriba primero un título.</translation>
    </message>
    <message>
        <source>It ends before it begins.</source>
        <translation>Termina antes de empezar.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>Reminder</source>
        <translation>Aviso</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Edit all times of the event</source>
        <translation>Editar todas las veces del evento</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>Se repite</translation>
    </message>
    <message>
        <source>Edit only this time</source>
        <translation>Editar solo esta vez</translation>
    </message>
    <message>
        <source>Look for somebody, or type an address</source>
        <translation>Buscar a alguien o escribir una dirección</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Invitados</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>Progress of the export</source>
        <translation>Progreso de la exportación</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Cancel the export</source>
        <translation>Cancelar la exportación</translation>
    </message>
    <message>
        <source>Into one file (mbox)…</source>
        <translation>En un solo archivo (mbox)…</translation>
    </message>
    <message>
        <source>Into a folder, one file for each (.eml)…</source>
        <translation>En una carpeta, un archivo por correo (.eml)…</translation>
    </message>
    <message>
        <source>Ending the export…</source>
        <translation>Terminando la exportación…</translation>
    </message>
    <message>
        <source>Mailbox file (*.mbox)</source>
        <translation>Archivo de buzón (*.mbox)</translation>
    </message>
    <message>
        <source>Export into one file</source>
        <translation>Exportar a un archivo</translation>
    </message>
    <message>
        <source>Export into a folder</source>
        <translation>Exportar a una carpeta</translation>
    </message>
    <message>
        <source>Looking for the mails to export…</source>
        <translation>Buscando los correos que exportar…</translation>
    </message>
    <message>
        <source>Exporting {done} of {total} to {name}</source>
        <translation>Exportando {done} de {total} a {name}</translation>
    </message>
    <message>
        <source>, {wait} left</source>
        <translation>, quedan {wait}</translation>
    </message>
    <message>
        <source>Export ended early: {mails} are in {name}. The same export again goes on from there.</source>
        <translation>Exportación detenida: {mails} en {name}. La misma exportación seguirá desde ahí.</translation>
    </message>
    <message>
        <source>There was nothing to export.</source>
        <translation>No había nada que exportar.</translation>
    </message>
    <message>
        <source>{mails} are in {name}.</source>
        <translation>{mails} en {name}.</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Mostrar la carpeta</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Para</translation>
    </message>
    <message>
        <source>Cc</source>
        <translation>Cc</translation>
    </message>
    <message>
        <source>Bcc</source>
        <translation>Cco</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Asunto</translation>
    </message>
    <message>
        <source>Add Cc</source>
        <translation>Añadir Cc</translation>
    </message>
    <message>
        <source>Add Bcc</source>
        <translation>Añadir Cco</translation>
    </message>
    <message>
        <source>“{text}” is not a complete address.</source>
        <translation>«{text}» no es una dirección completa.</translation>
    </message>
</context>
<context>
    <name>FileCards</name>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>Unnamed</source>
        <translation>Sin nombre</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Guardar como…</translation>
    </message>
    <message>
        <source>Save {name}</source>
        <translation>Guardar {name}</translation>
    </message>
    <message>
        <source>Saved as {name}</source>
        <translation>Guardado como {name}</translation>
    </message>
</context>
<context>
    <name>FileLooking</name>
    <message>
        <source>Show folder</source>
        <translation>Mostrar la carpeta</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>Show all mails</source>
        <translation>Mostrar todos los correos</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Sin leer</translation>
    </message>
    <message>
        <source>Only unread mails</source>
        <translation>Solo correos sin leer</translation>
    </message>
    <message>
        <source>Only mails with a star</source>
        <translation>Solo correos con estrella</translation>
    </message>
    <message>
        <source>Only mails with an attachment</source>
        <translation>Solo correos con adjunto</translation>
    </message>
    <message>
        <source>Only mails with links to tasks, CRM, chats or events</source>
        <translation>Solo correos vinculados a tareas, CRM, chats o eventos</translation>
    </message>
    <message>
        <source>By date</source>
        <translation>Por fecha</translation>
    </message>
    <message>
        <source>By sender</source>
        <translation>Por remitente</translation>
    </message>
    <message>
        <source>By subject</source>
        <translation>Por asunto</translation>
    </message>
    <message>
        <source>By size</source>
        <translation>Por tamaño</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Primero los nuevos</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Primero los antiguos</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>Primero los grandes</translation>
    </message>
    <message>
        <source>Smallest first</source>
        <translation>Primero los pequeños</translation>
    </message>
    <message>
        <source>Z to A</source>
        <translation>De la Z a la A</translation>
    </message>
    <message>
        <source>A to Z</source>
        <translation>De la A a la Z</translation>
    </message>
    <message>
        <source>Order: {field}, {way}</source>
        <translation>Orden: {field}, {way}</translation>
    </message>
    <message>
        <source>Linked or not</source>
        <translation>Con o sin vínculo</translation>
    </message>
    <message>
        <source>Linked to anything</source>
        <translation>Con cualquier vínculo</translation>
    </message>
    <message>
        <source>Linked to a task</source>
        <translation>Con una tarea</translation>
    </message>
    <message>
        <source>Saved to the CRM</source>
        <translation>Guardados en el CRM</translation>
    </message>
    <message>
        <source>Discussed in a chat</source>
        <translation>Comentados en un chat</translation>
    </message>
    <message>
        <source>Linked to an event</source>
        <translation>Con un evento</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this mail</source>
        <translation>Buscar en este correo</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>Coincidencia anterior</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>Coincidencia siguiente</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Cerrar (Esc)</translation>
    </message>
    <message>
        <source>Close the search in this mail</source>
        <translation>Cerrar la búsqueda en este correo</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>no encontrado</translation>
    </message>
    <message>
        <source>{active} of {count}</source>
        <translation>{active} de {count}</translation>
    </message>
</context>
<context>
    <name>FirstScreen</name>
    <message>
        <source>Try the demo mailbox</source>
        <translation>Probar el buzón de demostración</translation>
    </message>
    <message>
        <source>A mailbox full of mail, on this computer only. No account, no password, no network.</source>
        <translation>Un buzón lleno de correo, solo en este equipo. Sin cuenta, sin contraseña, sin red.</translation>
    </message>
    <message>
        <source>Your address and your password; the servers are found for you. Your mail stays where it is.</source>
        <translation>Su dirección y su contraseña; los servidores se buscan por usted. Su correo sigue donde está.</translation>
    </message>
    <message>
        <source>Your mail, quick and calm, also offline.</source>
        <translation>Su correo, rápido y en calma, también sin conexión.</translation>
    </message>
    <message>
        <source>Add my account</source>
        <translation>Añadir mi cuenta</translation>
    </message>
</context>
<context>
    <name>FolderMenu</name>
    <message>
        <source>Mark all as read</source>
        <translation>Marcar todo como leído</translation>
    </message>
    <message>
        <source>Look for new mail</source>
        <translation>Buscar correo nuevo</translation>
    </message>
    <message>
        <source>New folder…</source>
        <translation>Nueva carpeta…</translation>
    </message>
    <message>
        <source>Type the password again…</source>
        <translation>Escribir de nuevo la contraseña…</translation>
    </message>
    <message>
        <source>Remove account…</source>
        <translation>Quitar la cuenta…</translation>
    </message>
    <message>
        <source>Remove {address} from this computer? Its mail stays on the server; drafts and mail not yet sent are lost.</source>
        <translation>¿Quitar {address} de este equipo? Su correo sigue en el servidor; los borradores y lo que no se ha enviado se pierden.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>They were removed on purpose: let them go here too</source>
        <translation>Se eliminaron a propósito: retirarlos también aquí</translation>
    </message>
    <message>
        <source>New folder inside…</source>
        <translation>Nueva carpeta dentro…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Cambiar el nombre…</translation>
    </message>
    <message>
        <source>Delete folder</source>
        <translation>Eliminar la carpeta</translation>
    </message>
    <message>
        <source>Name of the new folder</source>
        <translation>Nombre de la nueva carpeta</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Crear</translation>
    </message>
    <message>
        <source>New name of the folder</source>
        <translation>Nuevo nombre de la carpeta</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar</translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation>Volver a iniciar sesión…</translation>
    </message>
    <message>
        <source>Account settings…</source>
        <translation>Ajustes de la cuenta…</translation>
    </message>
    <message>
        <source>Go on with this account</source>
        <translation>Continuar con esta cuenta</translation>
    </message>
    <message>
        <source>Pause this account</source>
        <translation>Poner en pausa esta cuenta</translation>
    </message>
    <message>
        <source>Delete folder…</source>
        <translation>Eliminar la carpeta…</translation>
    </message>
    <message>
        <source>Delete the folder {name} for good, on the server too, with any older mail in it there?</source>
        <translation>¿Eliminar para siempre la carpeta {name}, también en el servidor, con el correo más antiguo que allí tenga?</translation>
    </message>
    <message>
        <source>Tell me of new mail here</source>
        <translation>Avisar del correo nuevo aquí</translation>
    </message>
</context>
<context>
    <name>FolderView</name>
    <message>
        <source>Folders</source>
        <translation>Carpetas</translation>
    </message>
</context>
<context>
    <name>Folders</name>
    <message>
        <source>Inbox</source>
        <translation>Entrada</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>Destacados</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Borradores</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Enviados</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Junk</source>
        <translation>No deseado</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Papelera</translation>
    </message>
    <message>
        <source>All mail</source>
        <translation>Todo el correo</translation>
    </message>
    <message>
        <source>Important</source>
        <translation>Importante</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>All inboxes</source>
        <translation>Todas las entradas</translation>
    </message>
    <message>
        <source>All drafts</source>
        <translation>Todos los borradores</translation>
    </message>
    <message>
        <source>All sent mail</source>
        <translation>Todos los enviados</translation>
    </message>
    <message>
        <source>All archives</source>
        <translation>Todos los archivos</translation>
    </message>
    <message>
        <source>All junk</source>
        <translation>Todo lo no deseado</translation>
    </message>
    <message>
        <source>All trash</source>
        <translation>Todas las papeleras</translation>
    </message>
    <message>
        <source>Leaving soon</source>
        <translation>Se van pronto</translation>
    </message>
    <message>
        <source>Waiting for an answer</source>
        <translation>Esperan respuesta</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Más tarde</translation>
    </message>
    <message>
        <source>All put-off mail</source>
        <translation>Todo lo pospuesto</translation>
    </message>
</context>
<context>
    <name>FormatRow</name>
    <message>
        <source>Bold</source>
        <translation>Negrita</translation>
    </message>
    <message>
        <source>Italic</source>
        <translation>Cursiva</translation>
    </message>
    <message>
        <source>Underline</source>
        <translation>Subrayado</translation>
    </message>
    <message>
        <source>Strikethrough</source>
        <translation>Tachado</translation>
    </message>
    <message>
        <source>Bulleted list</source>
        <translation>Lista con viñetas</translation>
    </message>
    <message>
        <source>Numbered list</source>
        <translation>Lista numerada</translation>
    </message>
    <message>
        <source>Item one level out</source>
        <translation>Sacar el elemento un nivel</translation>
    </message>
    <message>
        <source>Item one level in</source>
        <translation>Meter el elemento un nivel</translation>
    </message>
    <message>
        <source>Quote</source>
        <translation>Cita</translation>
    </message>
    <message>
        <source>Heading</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Link…</source>
        <translation>Enlace…</translation>
    </message>
    <message>
        <source>Remove formatting</source>
        <translation>Quitar el formato</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Texto sin formato</translation>
    </message>
    <message>
        <source>Always write plain text</source>
        <translation>Escribir siempre sin formato</translation>
    </message>
    <message>
        <source>Plain or formatted</source>
        <translation>Con formato o sin él</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
    <message>
        <source>Came in</source>
        <translation>Recibido</translation>
    </message>
    <message>
        <source>Went out</source>
        <translation>Enviado</translation>
    </message>
</context>
<context>
    <name>HistoryPane</name>
    <message>
        <source>Changes of the plan</source>
        <translation>Cambios de plan</translation>
    </message>
    <message>
        <source>waits for its day</source>
        <translation>espera su día</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>What has left this computer</source>
        <translation>Lo que ha dejado este equipo</translation>
    </message>
    <message>
        <source>{plan}, {days}</source>
        <translation>{plan}, {days}</translation>
    </message>
    <message>
        <source>nothing kept</source>
        <translation>no conserva nada</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Mails</source>
        <translation>Correos</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Nothing yet: no mail has reached the end of its time here.</source>
        <translation>Nada todavía: ningún correo ha llegado al final de su tiempo aquí.</translation>
    </message>
</context>
<context>
    <name>Holding</name>
    <message>
        <source>Open the task</source>
        <translation>Abrir la tarea</translation>
    </message>
    <message>
        <source>Delete the task</source>
        <translation>Eliminar la tarea</translation>
    </message>
    <message>
        <source>End the link</source>
        <translation>Quitar el vínculo</translation>
    </message>
</context>
<context>
    <name>Invitation</name>
    <message>
        <source>Accept</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>Maybe</source>
        <translation>Quizá</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>Rechazar</translation>
    </message>
    <message>
        <source>Accepted: {title}</source>
        <translation>Aceptado: {title}</translation>
    </message>
    <message>
        <source>Maybe: {title}</source>
        <translation>Quizá: {title}</translation>
    </message>
    <message>
        <source>Declined: {title}</source>
        <translation>Rechazado: {title}</translation>
    </message>
    <message>
        <source>{name} has accepted this invitation: {title}, {when}.</source>
        <translation>{name} ha aceptado esta invitación: {title}, {when}.</translation>
    </message>
    <message>
        <source>{name} may come: {title}, {when}.</source>
        <translation>{name} quizá vaya: {title}, {when}.</translation>
    </message>
    <message>
        <source>{name} has declined this invitation: {title}, {when}.</source>
        <translation>{name} ha rechazado esta invitación: {title}, {when}.</translation>
    </message>
    <message>
        <source>You have accepted.</source>
        <translation>Aceptada por usted.</translation>
    </message>
    <message>
        <source>You have answered “maybe”.</source>
        <translation>Respuesta dada: «quizá».</translation>
    </message>
    <message>
        <source>You have declined.</source>
        <translation>Rechazada por usted.</translation>
    </message>
    <message>
        <source>{name} accepts</source>
        <translation>{name} acepta</translation>
    </message>
    <message>
        <source>{name} may come</source>
        <translation>{name} quizá vaya</translation>
    </message>
    <message>
        <source>{name} declines</source>
        <translation>{name} rechaza</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>aceptada</translation>
    </message>
    <message>
        <source>maybe</source>
        <translation>quizá</translation>
    </message>
    <message>
        <source>declined</source>
        <translation>rechazada</translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>sin respuesta</translation>
    </message>
    <message>
        <source>delegated</source>
        <translation>delegada</translation>
    </message>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
    <message>
        <source>Cancelled? {title}</source>
        <translation>¿Cancelado? {title}</translation>
    </message>
    <message>
        <source>Cancelled: {title}</source>
        <translation>Cancelado: {title}</translation>
    </message>
    <message>
        <source>{name} has answered</source>
        <translation>{name} ha respondido</translation>
    </message>
    <message>
        <source>(repeats)</source>
        <translation>(se repite)</translation>
    </message>
    <message>
        <source>{hours} where the organiser is ({zone})</source>
        <translation>{hours} donde está quien convoca ({zone})</translation>
    </message>
    <message>
        <source>From {name}</source>
        <translation>Convoca {name}</translation>
    </message>
    <message>
        <source>also asked: {names}</source>
        <translation>también: {names}</translation>
    </message>
    <message>
        <source>Changed: it was {before}, and is {after} now.</source>
        <translation>Cambiada: era {before}, ahora {after}.</translation>
    </message>
    <message>
        <source>At the same time: {events}</source>
        <translation>A la misma hora: {events}</translation>
    </message>
    <message>
        <source>This is outdated: a newer mail about the meeting is here.</source>
        <translation>Está anticuada: hay un correo más reciente sobre la reunión.</translation>
    </message>
    <message>
        <source>Its organiser has cancelled it in a later mail.</source>
        <translation>Quien convoca la canceló en un correo posterior.</translation>
    </message>
    <message>
        <source>None of your addresses is invited: it can be put into the calendar, but not answered.</source>
        <translation>Ninguna de sus direcciones está invitada: se puede añadir al calendario, pero no responder.</translation>
    </message>
    <message>
        <source>It names no organiser, so nobody would get an answer.</source>
        <translation>No dice quién convoca, así que nadie recibiría la respuesta.</translation>
    </message>
    <message>
        <source>It is not in the calendar here.</source>
        <translation>No está en el calendario de aquí.</translation>
    </message>
    <message>
        <source>This is noted at the event.</source>
        <translation>Está anotado en el evento.</translation>
    </message>
    <message>
        <source>No event in the calendar here has asked this person.</source>
        <translation>Ningún evento de este calendario ha invitado a esta persona.</translation>
    </message>
    <message>
        <source>The mail is from {sender}, not from {name}.</source>
        <translation>El correo es de {sender}, no de {name}.</translation>
    </message>
    <message>
        <source>The mail is from {sender}, but an answer goes to {organiser}, whom it names as organiser.</source>
        <translation>El correo es de {sender}, pero la respuesta va a {organiser}, que figura como quien convoca.</translation>
    </message>
    <message>
        <source>The mail is from {sender}, not from the organiser ({organiser}).</source>
        <translation>El correo es de {sender}, no de quien convoca ({organiser}).</translation>
    </message>
    <message>
        <source>Your mail server doubts that this mail is from {sender}: it may be forged.</source>
        <translation>El servidor de correo duda de que este mensaje sea de {sender}: puede estar falsificado.</translation>
    </message>
    <message>
        <source>Another mail says that this is cancelled, but it may not be from {organiser}. Ask them.</source>
        <translation>Otro correo dice que esto se ha cancelado, pero quizá no sea de {organiser}. Conviene preguntar.</translation>
    </message>
    <message>
        <source>Another mail says that this has changed, but it may not be from {organiser}. Ask them.</source>
        <translation>Otro correo dice que esto ha cambiado, pero quizá no sea de {organiser}. Conviene preguntar.</translation>
    </message>
    <message>
        <source>The answer was sent.</source>
        <translation>La respuesta se envió.</translation>
    </message>
    <message>
        <source>The answer is held in the outbox by a limit of the plan.</source>
        <translation>Un límite del plan retiene la respuesta en la bandeja de salida.</translation>
    </message>
    <message>
        <source>The answer could not be sent: look into what waits.</source>
        <translation>La respuesta no se pudo enviar: mire en lo que espera.</translation>
    </message>
    <message>
        <source>Nobody knows whether the answer was sent: look into what waits.</source>
        <translation>No se sabe si la respuesta se envió: mire en lo que espera.</translation>
    </message>
    <message>
        <source>The answer was discarded before it left.</source>
        <translation>La respuesta se descartó antes de salir.</translation>
    </message>
    <message>
        <source>The answer waits in the outbox.</source>
        <translation>La respuesta espera en la bandeja de salida.</translation>
    </message>
</context>
<context>
    <name>InvitationBar</name>
    <message>
        <source>Put into the calendar</source>
        <translation>Añadir al calendario</translation>
    </message>
    <message>
        <source>Show in the calendar</source>
        <translation>Ver en el calendario</translation>
    </message>
    <message>
        <source>Remove from the calendar</source>
        <translation>Quitar del calendario</translation>
    </message>
    <message>
        <source>Note it at the event</source>
        <translation>Anotar en el evento</translation>
    </message>
    <message>
        <source>Add a note…</source>
        <translation>Añadir una nota…</translation>
    </message>
    <message>
        <source>A line to the organiser, sent with the answer</source>
        <translation>Unas palabras para quien convoca, con la respuesta</translation>
    </message>
    <message>
        <source>Note to the organiser</source>
        <translation>Nota para quien convoca</translation>
    </message>
</context>
<context>
    <name>InviteForm</name>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Invite the guests</source>
        <translation>Invitar</translation>
    </message>
    <message>
        <source>Tell the guests what has changed</source>
        <translation>Avisar a los invitados del cambio</translation>
    </message>
    <message>
        <source>A line to the guests, sent along</source>
        <translation>Unas palabras para los invitados (van en el correo)</translation>
    </message>
    <message>
        <source>The event&apos;s text goes along</source>
        <translation>Enviar también el texto del evento</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Invitados</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>There is no mailbox here that could send it.</source>
        <translation>No hay aquí ningún buzón que pueda enviarlo.</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message>
        <source>Set of keys</source>
        <translation>Juego de teclas</translation>
    </message>
    <message>
        <source>Keys as in</source>
        <translation>Teclas como en</translation>
    </message>
    <message>
        <source>In the mail: find, next and previous match</source>
        <translation>En el correo: buscar, coincidencia siguiente y anterior</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>sin tecla</translation>
    </message>
    <message>
        <source>Press the new key for: {action}</source>
        <translation>Pulse la nueva tecla para: {action}</translation>
    </message>
    <message>
        <source>{key} is no longer the key of: {action}</source>
        <translation>{key} ya no es la tecla de: {action}</translation>
    </message>
    <message>
        <source>Undo all changes</source>
        <translation>Deshacer todos los cambios</translation>
    </message>
    <message>
        <source>Press a key below, then the one you would rather have. Single keys do nothing while you type text.</source>
        <translation>Pulse una tecla de abajo y después la que prefiera. Las teclas sueltas no hacen nada mientras se escribe texto.</translation>
    </message>
    <message>
        <source>In every set</source>
        <translation>En todos los juegos</translation>
    </message>
    <message>
        <source>One mail up or down</source>
        <translation>Un correo arriba o abajo</translation>
    </message>
    <message>
        <source>Select more mails</source>
        <translation>Seleccionar más correos</translation>
    </message>
    <message>
        <source>First and last mail</source>
        <translation>Primer y último correo</translation>
    </message>
    <message>
        <source>In the mail: larger, smaller, as usual</source>
        <translation>En el correo: más grande, más pequeño, normal</translation>
    </message>
    <message>
        <source>In a mail being written: send</source>
        <translation>En un correo que se escribe: enviar</translation>
    </message>
    <message>
        <source>Unfold and fold a conversation in the list</source>
        <translation>Desplegar y plegar una conversación en la lista</translation>
    </message>
    <message>
        <source>On an attachment: look at it</source>
        <translation>Sobre un adjunto: verlo</translation>
    </message>
    <message>
        <source>While looking at it: the one before, after</source>
        <translation>Mientras se ve: el anterior, el siguiente</translation>
    </message>
    <message>
        <source>In a mail being written: bold, italic, link</source>
        <translation>Al escribir un correo: negrita, cursiva, enlace</translation>
    </message>
    <message>
        <source>In a mail being written: plain text</source>
        <translation>Al escribir un correo: sin formato</translation>
    </message>
</context>
<context>
    <name>Later</name>
    <message>
        <source>Back now</source>
        <translation>Traer de vuelta ya</translation>
    </message>
    <message>
        <source>Another day and time…</source>
        <translation>Otro día y otra hora…</translation>
    </message>
    <message>
        <source>Put off until…</source>
        <translation>Posponer hasta…</translation>
    </message>
    <message>
        <source>leaves this computer on {date}</source>
        <translation>sale de este equipo el {date}</translation>
    </message>
    <message>
        <source>This morning</source>
        <translation>Esta mañana</translation>
    </message>
    <message>
        <source>This evening</source>
        <translation>Esta tarde</translation>
    </message>
    <message>
        <source>Tomorrow morning</source>
        <translation>Mañana por la mañana</translation>
    </message>
    <message>
        <source>Tomorrow evening</source>
        <translation>Mañana por la tarde</translation>
    </message>
    <message>
        <source>Monday morning</source>
        <translation>El lunes por la mañana</translation>
    </message>
    <message>
        <source>In a week</source>
        <translation>Dentro de una semana</translation>
    </message>
    <message>
        <source>In a month</source>
        <translation>Dentro de un mes</translation>
    </message>
    <message>
        <source>Back from Later: {subject}</source>
        <translation>Vuelve de «Más tarde»: {subject}</translation>
    </message>
    <message>
        <source>Put off until</source>
        <translation>Posponer hasta</translation>
    </message>
    <message>
        <source>Put off</source>
        <translation>Posponer</translation>
    </message>
    <message>
        <source>It waits in Later, and comes back unread where it was.</source>
        <translation>Espera en «Más tarde» y vuelve, sin leer, a donde estaba.</translation>
    </message>
    <message>
        <source>Send later…</source>
        <translation>Enviar más tarde…</translation>
    </message>
    <message>
        <source>Send at</source>
        <translation>Enviar el</translation>
    </message>
    <message>
        <source>Send then</source>
        <translation>Enviar entonces</translation>
    </message>
    <message>
        <source>It goes at that moment; where Bandeja is closed then, at its next start.</source>
        <translation>Sale en ese momento; si Bandeja está cerrada entonces, en el siguiente inicio.</translation>
    </message>
</context>
<context>
    <name>LeavingBar</name>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Save all these mails into files before they leave</source>
        <translation>Guardar todos estos correos en archivos antes de que se vayan</translation>
    </message>
    <message>
        <source>Link to a task…</source>
        <translation>Vincular a una tarea…</translation>
    </message>
    <message>
        <source>A linked task keeps the selected mail on this computer</source>
        <translation>Una tarea vinculada conserva el correo elegido en este equipo</translation>
    </message>
</context>
<context>
    <name>Lines</name>
    <message>
        <source>In the conversation above</source>
        <translation>De la conversación de arriba</translation>
    </message>
    <message>
        <source>unfolded</source>
        <translation>desplegada</translation>
    </message>
</context>
<context>
    <name>LinkCard</name>
    <message>
        <source>More about this link</source>
        <translation>Más sobre este vínculo</translation>
    </message>
    <message>
        <source>More about: {title}</source>
        <translation>Más sobre: {title}</translation>
    </message>
</context>
<context>
    <name>LinkPopup</name>
    <message>
        <source>Set link</source>
        <translation>Poner el enlace</translation>
    </message>
    <message>
        <source>Remove link</source>
        <translation>Quitar el enlace</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
</context>
<context>
    <name>LinkReceipts</name>
    <message>
        <source>Task “{title}” made</source>
        <translation>Tarea «{title}» creada</translation>
    </message>
    <message>
        <source>Saved to the CRM: “{title}”</source>
        <translation>Guardado en el CRM: «{title}»</translation>
    </message>
    <message>
        <source>Chat “{title}” opened</source>
        <translation>Chat «{title}» abierto</translation>
    </message>
    <message>
        <source>Event “{title}” made</source>
        <translation>Evento «{title}» creado</translation>
    </message>
    <message>
        <source>Deleted, and its mails are free</source>
        <translation>Eliminado; sus correos quedan libres</translation>
    </message>
    <message>
        <source>The link has ended; nothing was deleted</source>
        <translation>El vínculo se ha quitado; no se eliminó nada</translation>
    </message>
    <message>
        <source>It is tried again now</source>
        <translation>Se intenta de nuevo ahora</translation>
    </message>
    <message>
        <source>Task deleted. Its mails are free: they can be deleted and expire again.</source>
        <translation>Tarea eliminada. Sus correos quedan libres: pueden eliminarse y vuelven a caducar.</translation>
    </message>
    <message>
        <source>Contact deleted, with the mails that were saved to it</source>
        <translation>Contacto eliminado, con los correos guardados en él</translation>
    </message>
    <message>
        <source>The saved copy was deleted; the mail itself was not touched</source>
        <translation>Se eliminó la copia guardada; el correo no se tocó</translation>
    </message>
    <message>
        <source>Chat deleted</source>
        <translation>Chat eliminado</translation>
    </message>
    <message>
        <source>Event deleted</source>
        <translation>Evento eliminado</translation>
    </message>
    <message>
        <source>Task done</source>
        <translation>Tarea hecha</translation>
    </message>
    <message>
        <source>New ones go there from now on; older links stay where they are</source>
        <translation>Los nuevos van ahí desde ahora; los vínculos anteriores se quedan donde están</translation>
    </message>
    <message>
        <source>The rules are in force from now on</source>
        <translation>Las reglas rigen desde ahora</translation>
    </message>
    <message>
        <source>It is linked already, so no second one was made: “{title}”</source>
        <translation>Ya está vinculado, así que no se creó otro: «{title}»</translation>
    </message>
    <message>
        <source>Only that time of “{title}” was deleted</source>
        <translation>Se eliminó solo esa vez de «{title}»</translation>
    </message>
</context>
<context>
    <name>LinkSheet</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>Nueva tarea</translation>
    </message>
    <message>
        <source>Save to the CRM</source>
        <translation>Guardar en el CRM</translation>
    </message>
    <message>
        <source>Discuss in a chat</source>
        <translation>Comentar en un chat</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>Nuevo evento</translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s)</source>
        <translation>
            <numerusform>{count} correo</numerusform>
            <numerusform>{count} correos</numerusform>
        </translation>
    </message>
    <message>
        <source>It is made in {backend}</source>
        <translation>Se crea en {backend}</translation>
    </message>
    <message>
        <source>Add the others to it</source>
        <translation>Añadir los demás</translation>
    </message>
    <message>
        <source>Some of these mails have a {kind} already: “{title}”{state}.</source>
        <translation>Algunos de estos correos ya tienen vínculo ({kind}): «{title}»{state}.</translation>
    </message>
    <message>
        <source>Already saved to the CRM: “{title}”{state}.</source>
        <translation>Ya está guardado en el CRM: «{title}»{state}.</translation>
    </message>
    <message>
        <source>There is a {kind} for this already: “{title}”{state}.</source>
        <translation>Ya existe ({kind}): «{title}»{state}.</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Make another one</source>
        <translation>Crear otro</translation>
    </message>
    <message>
        <source>This mail is no longer here.</source>
        <translation>Este correo ya no está aquí.</translation>
    </message>
    <message>
        <source>Make the task</source>
        <translation>Crear la tarea</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Open the chat</source>
        <translation>Abrir el chat</translation>
    </message>
    <message>
        <source>Make the event</source>
        <translation>Crear el evento</translation>
    </message>
    <message>
        <source>Enter accepts, Esc leaves</source>
        <translation>Intro acepta, Esc sale</translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Look there</source>
        <translation>Mirar allí</translation>
    </message>
    <message>
        <source>It is not there: make it</source>
        <translation>No está allí: crearlo</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Volver a mirar</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Intentar ahora</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Desistir</translation>
    </message>
    <message>
        <source>End the link</source>
        <translation>Quitar el vínculo</translation>
    </message>
    <message>
        <source>Delete the {kind} “{title}” in {backend} too?</source>
        <translation>¿Eliminar también «{title}» ({kind}) en {backend}?</translation>
    </message>
    <message>
        <source>Delete the task</source>
        <translation>Eliminar la tarea</translation>
    </message>
    <message>
        <source>Delete the saved copy</source>
        <translation>Eliminar la copia guardada</translation>
    </message>
    <message>
        <source>Delete the chat</source>
        <translation>Eliminar el chat</translation>
    </message>
    <message>
        <source>Delete the event</source>
        <translation>Eliminar el evento</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Tarea</translation>
    </message>
    <message>
        <source>CRM</source>
        <translation>CRM</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Evento</translation>
    </message>
    <message>
        <source>On its way, and tried again by itself. {backend} said: {said}</source>
        <translation>En camino; se reintenta solo. {backend} respondió: {said}</translation>
    </message>
    <message>
        <source>On its way: it is made as soon as {backend} answers.</source>
        <translation>En camino: se crea en cuanto {backend} responda.</translation>
    </message>
    <message>
        <source>{backend} refused: {said}</source>
        <translation>{backend} lo rechazó: {said}</translation>
    </message>
    <message>
        <source>No answer came, so it may have been made. Look in {backend} whether it is there, and say so here.</source>
        <translation>No hubo respuesta, así que puede que se haya creado. Mire en {backend} si está y dígalo aquí.</translation>
    </message>
    <message>
        <source>Deleted in {backend}. It keeps nothing any more.</source>
        <translation>Eliminado en {backend}. Ya no retiene nada.</translation>
    </message>
    <message>
        <source>{state} · {backend}, {time}</source>
        <translation>{state} · {backend}, {time}</translation>
    </message>
    <message>
        <source>{backend}, {time}</source>
        <translation>{backend}, {time}</translation>
    </message>
</context>
<context>
    <name>LinksPanel</name>
    <message>
        <source>What this mail is linked to</source>
        <translation>Vínculos de este correo</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Vínculos</translation>
    </message>
    <message>
        <source>Hide the links</source>
        <translation>Ocultar los vínculos</translation>
    </message>
    <message>
        <source>This mail is linked to nothing yet. Make a task, a chat or an event of it, or save it.</source>
        <translation>Este correo aún no tiene vínculos. Cree con él una tarea, un chat o un evento, o guárdelo.</translation>
    </message>
    <message>
        <source>Last mails with this contact</source>
        <translation>Últimos correos con este contacto</translation>
    </message>
    <message>
        <source>Why it was saved or not</source>
        <translation>Por qué se guardó o no</translation>
    </message>
    <message>
        <source>This mail is only on the server. Make a task of it, and it stays here as long as the task does.</source>
        <translation>Este correo solo está en el servidor. Si se hace de él una tarea, se queda aquí mientras exista la tarea.</translation>
    </message>
</context>
<context>
    <name>LinksStrip</name>
    <message>
        <source>What this mail is linked to</source>
        <translation>Vínculos de este correo</translation>
    </message>
    <message>
        <source>Show the contact</source>
        <translation>Ver el contacto</translation>
    </message>
</context>
<context>
    <name>MailBars</name>
    <message>
        <source>This mail is no longer on the server. This copy stays because it is linked.</source>
        <translation>Este correo ya no está en el servidor. Esta copia permanece porque tiene un vínculo.</translation>
    </message>
    <message>
        <source>This mail is built in such a complicated way that only a part of it was read.</source>
        <translation>Este correo es tan enrevesado por dentro que solo se ha leído una parte.</translation>
    </message>
    <message>
        <source>View source</source>
        <translation>Ver el original</translation>
    </message>
    <message>
        <source>The formatted version of this mail cannot be shown safely, so this is its text.</source>
        <translation>La versión con formato de este correo no se puede mostrar con seguridad; este es su texto.</translation>
    </message>
    <message>
        <source>This is a draft.</source>
        <translation>Esto es un borrador.</translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation>Seguir escribiendo</translation>
    </message>
</context>
<context>
    <name>MailBody</name>
    <message>
        <source>This mail has no text.</source>
        <translation>Este correo no tiene texto.</translation>
    </message>
    <message>
        <source>Body of the mail</source>
        <translation>Cuerpo del correo</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Seleccionar todo</translation>
    </message>
    <message>
        <source>Copy link address</source>
        <translation>Copiar la dirección del enlace</translation>
    </message>
    <message>
        <source>Find in this mail…</source>
        <translation>Buscar en este correo…</translation>
    </message>
</context>
<context>
    <name>MailCards</name>
    <message numerus="yes">
        <source>From {count} mail(s)</source>
        <translation>
            <numerusform>De {count} correo</numerusform>
            <numerusform>De {count} correos</numerusform>
        </translation>
    </message>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
    <message>
        <source>Show this mail</source>
        <translation>Ver este correo</translation>
    </message>
    <message>
        <source>No folder here holds this mail any more.</source>
        <translation>Ninguna carpeta de aquí tiene ya este correo.</translation>
    </message>
</context>
<context>
    <name>MailCommands</name>
    <message>
        <source>Move to…</source>
        <translation>Mover a…</translation>
    </message>
    <message>
        <source>Copy to…</source>
        <translation>Copiar a…</translation>
    </message>
    <message numerus="yes">
        <source>Delete {count} mail(s) for good, on the server too?</source>
        <translation>
            <numerusform>¿Eliminar {count} correo para siempre, también en el servidor?</numerusform>
            <numerusform>¿Eliminar {count} correos para siempre, también en el servidor?</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Eliminar para siempre</translation>
    </message>
    <message>
        <source>Remove star</source>
        <translation>Quitar la estrella</translation>
    </message>
    <message>
        <source>Add star</source>
        <translation>Poner estrella</translation>
    </message>
    <message>
        <source>Mark as unread</source>
        <translation>Marcar como no leído</translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation>Marcar como leído</translation>
    </message>
    <message>
        <source>Not junk</source>
        <translation>No es correo no deseado</translation>
    </message>
    <message>
        <source>Mark as junk</source>
        <translation>Marcar como no deseado</translation>
    </message>
</context>
<context>
    <name>MailHead</name>
    <message>
        <source>(no subject)</source>
        <translation>(sin asunto)</translation>
    </message>
    <message>
        <source>Unknown sender</source>
        <translation>Remitente desconocido</translation>
    </message>
    <message>
        <source>Show everybody and the date</source>
        <translation>Mostrar a todos y la fecha</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>Reply to</source>
        <translation>Responder a</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Para</translation>
    </message>
    <message>
        <source>Cc</source>
        <translation>Cc</translation>
    </message>
    <message>
        <source>Bcc</source>
        <translation>Cco</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>{date} (received; the mail itself has no date)</source>
        <translation>{date} (recibido; el correo no lleva fecha)</translation>
    </message>
    <message>
        <source>{date}, received {received}</source>
        <translation>{date}, recibido {received}</translation>
    </message>
    <message>
        <source>Hide the conversation</source>
        <translation>Ocultar la conversación</translation>
    </message>
    <message>
        <source>Show the conversation</source>
        <translation>Mostrar la conversación</translation>
    </message>
</context>
<context>
    <name>MailMenu</name>
    <message>
        <source>Show as plain text</source>
        <translation>Mostrar como texto</translation>
    </message>
    <message>
        <source>Dark page (repaired colours)</source>
        <translation>Página oscura (colores adaptados)</translation>
    </message>
    <message>
        <source>Find in this mail…</source>
        <translation>Buscar en este correo…</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Más grande</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Más pequeño</translation>
    </message>
    <message>
        <source>Natural size</source>
        <translation>Tamaño natural</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>Guardar como PDF…</translation>
    </message>
    <message>
        <source>View source</source>
        <translation>Ver el original</translation>
    </message>
    <message>
        <source>View header</source>
        <translation>Ver la cabecera</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>Guardado como {name}.</translation>
    </message>
    <message>
        <source>{name} could not be written. Choose another folder.</source>
        <translation>No se ha podido escribir {name}. Elija otra carpeta.</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>Guardar como PDF</translation>
    </message>
    <message>
        <source>Sent to the printer.</source>
        <translation>Enviado a la impresora.</translation>
    </message>
</context>
<context>
    <name>MailUnsubscribing</name>
    <message>
        <source>Unsubscribe</source>
        <translation>Darse de baja</translation>
    </message>
    <message>
        <source>Leave the list “{name}”? {target} is told so at once, and nothing but that.</source>
        <translation>¿Darse de baja de la lista «{name}»? Se le dice en el acto a {target}, y nada más que eso.</translation>
    </message>
    <message>
        <source>Send the mail</source>
        <translation>Enviar el correo</translation>
    </message>
    <message>
        <source>Leave the list “{name}”? A mail goes to {target}; it can be undone while it waits.</source>
        <translation>¿Darse de baja de la lista «{name}»? Va un correo a {target}; se puede deshacer mientras espera.</translation>
    </message>
    <message>
        <source>Open {host}</source>
        <translation>Abrir {host}</translation>
    </message>
    <message>
        <source>Leave the list “{name}”? That is done on a page of {target}, in the browser.</source>
        <translation>¿Darse de baja de la lista «{name}»? Se hace en una página de {target}, en el navegador.</translation>
    </message>
    <message>
        <source>Another way</source>
        <translation>De otro modo</translation>
    </message>
    <message>
        <source>Telling {host}…</source>
        <translation>Avisando a {host}…</translation>
    </message>
    <message>
        <source>You have left the list “{name}”. A mail that is under way may still come.</source>
        <translation>Baja hecha en la lista «{name}». Aún puede llegar algún correo que esté en camino.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
    <message>
        <source>Asked by mail to unsubscribe on {date}</source>
        <translation>Baja pedida por correo el {date}</translation>
    </message>
    <message>
        <source>Opened its page to unsubscribe on {date}</source>
        <translation>Página de baja abierta el {date}</translation>
    </message>
    <message>
        <source>You unsubscribed on {date}</source>
        <translation>Baja hecha el {date}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Go to…</source>
        <translation>Ir a…</translation>
    </message>
    <message>
        <source>Bandeja speaks this language from its next start.</source>
        <translation>Bandeja hablará este idioma desde el próximo inicio.</translation>
    </message>
</context>
<context>
    <name>Meeting</name>
    <message>
        <source>The mail to the guests waits in the outbox.</source>
        <translation>El correo a los invitados espera en la bandeja de salida.</translation>
    </message>
    <message>
        <source>The mail to the guests is being sent.</source>
        <translation>El correo a los invitados se está enviando.</translation>
    </message>
    <message>
        <source>The mail to the guests is held in the outbox by a limit of the plan.</source>
        <translation>Un límite del plan retiene el correo a los invitados en la bandeja de salida.</translation>
    </message>
    <message>
        <source>The mail to the guests could not be sent: look into what waits.</source>
        <translation>No se pudo enviar el correo a los invitados: mire lo pendiente.</translation>
    </message>
    <message>
        <source>Nobody knows whether the mail to the guests was sent: look into what waits.</source>
        <translation>No se sabe si el correo a los invitados se envió: mire lo pendiente.</translation>
    </message>
    <message>
        <source>The mail to the guests was discarded before it left.</source>
        <translation>El correo a los invitados se descartó antes de salir.</translation>
    </message>
    <message>
        <source>The guests have not been invited yet.</source>
        <translation>Todavía no se ha invitado a nadie por correo.</translation>
    </message>
    <message>
        <source>The guests were told: {when}.</source>
        <translation>Invitados avisados: {when}.</translation>
    </message>
    <message>
        <source>They do not know what has changed since.</source>
        <translation>No saben lo que ha cambiado desde entonces.</translation>
    </message>
    <message>
        <source>Send invitation…</source>
        <translation>Enviar invitación…</translation>
    </message>
    <message>
        <source>Tell the guests…</source>
        <translation>Avisar a los invitados…</translation>
    </message>
    <message>
        <source>Invitation: {title}</source>
        <translation>Invitación: {title}</translation>
    </message>
    <message>
        <source>{name} invites you: {title}, {when}.</source>
        <translation>{name} le invita: {title}, {when}.</translation>
    </message>
    <message>
        <source>Changed: {title}</source>
        <translation>Cambio: {title}</translation>
    </message>
    <message>
        <source>{name} has changed this: {title} is now {when}.</source>
        <translation>{name} ha hecho un cambio: {title} es ahora {when}.</translation>
    </message>
    <message>
        <source>Cancelled: {title}</source>
        <translation>Cancelado: {title}</translation>
    </message>
    <message>
        <source>{name} has cancelled this for you: {title}, {when}.</source>
        <translation>{name} ha cancelado esto para usted: {title}, {when}.</translation>
    </message>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
</context>
<context>
    <name>MemberSwitch</name>
    <message>
        <source>Mail of {name}; choose another member</source>
        <translation>Correo de {name}; elegir otro miembro</translation>
    </message>
    <message>
        <source>Members and sharing…</source>
        <translation>Miembros y buzones compartidos…</translation>
    </message>
</context>
<context>
    <name>MembersPane</name>
    <message>
        <source>Name of the new member</source>
        <translation>Nombre del nuevo miembro</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Add the member</source>
        <translation>Añadir el miembro</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Miembros</translation>
    </message>
    <message>
        <source>Mailboxes and who sees them</source>
        <translation>Buzones y quién los ve</translation>
    </message>
    <message>
        <source>{used} shared. This plan allows as many as wanted; what is shared with you does not count as yours.</source>
        <translation>Compartidos: {used}. Este plan permite tantos como quiera; lo compartido con usted no cuenta como suyo.</translation>
    </message>
    <message>
        <source>{used} of {allowed} shared. What is shared with you does not count as yours.</source>
        <translation>Compartidos: {used} de {allowed}. Lo compartido con usted no cuenta como suyo.</translation>
    </message>
    <message>
        <source>No mailbox is connected yet. Add an account first, then it can be shared here.</source>
        <translation>Aún no hay ningún buzón conectado. Añada antes una cuenta y podrá compartirla aquí.</translation>
    </message>
    <message>
        <source>{name} (shown now)</source>
        <translation>{name} (se muestra ahora)</translation>
    </message>
    <message numerus="yes">
        <source>{count} own mailbox(es)</source>
        <translation>
            <numerusform>{count} buzón propio</numerusform>
            <numerusform>{count} buzones propios</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>sees {count} of others</source>
        <translation>
            <numerusform>ve {count} de otros</numerusform>
            <numerusform>ve {count} de otros</numerusform>
        </translation>
    </message>
    <message>
        <source>Show their mail</source>
        <translation>Mostrar su correo</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Cambiar el nombre…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>A workspace has at least one member.</source>
        <translation>Un espacio de trabajo tiene al menos un miembro.</translation>
    </message>
    <message>
        <source>First remove the mailboxes that this member connected.</source>
        <translation>Quite antes los buzones que conectó este miembro.</translation>
    </message>
    <message>
        <source>of {owner}</source>
        <translation>de {owner}</translation>
    </message>
    <message>
        <source>suspended by the plan</source>
        <translation>suspendido por el plan</translation>
    </message>
    <message>
        <source>share with {names} rests: the plan has no place for it</source>
        <translation>compartido con {names}, en pausa: el plan no tiene sitio</translation>
    </message>
    <message>
        <source>shared with {names}</source>
        <translation>compartido con {names}</translation>
    </message>
    <message>
        <source>Share…</source>
        <translation>Compartir…</translation>
    </message>
    <message>
        <source>Add another member first.</source>
        <translation>Añada antes otro miembro.</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>Nombre nuevo</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar</translation>
    </message>
</context>
<context>
    <name>MembersPopup</name>
    <message>
        <source>Members</source>
        <translation>Miembros</translation>
    </message>
    <message>
        <source>Look for somebody, or type a name</source>
        <translation>Buscar a alguien o escribir un nombre</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
</context>
<context>
    <name>MessageDelegate</name>
    <message>
        <source>Unfold the conversation</source>
        <translation>Desplegar la conversación</translation>
    </message>
    <message>
        <source>Fold the conversation</source>
        <translation>Plegar la conversación</translation>
    </message>
</context>
<context>
    <name>MessageListView</name>
    <message>
        <source>Mails</source>
        <translation>Correos</translation>
    </message>
</context>
<context>
    <name>MomentPopup</name>
    <message>
        <source>That moment is over. Choose one ahead.</source>
        <translation>Ese momento ya ha pasado. Elija otro posterior.</translation>
    </message>
    <message>
        <source>Before that, on {date}, its copy leaves this computer, as the plan says. It stays on your server.</source>
        <translation>Antes, el {date}, su copia sale de este equipo, como dice el plan. En su servidor se queda.</translation>
    </message>
</context>
<context>
    <name>MonthChart</name>
    <message>
        <source>{sent} of {limit} mails sent this month.</source>
        <translation>{sent} de {limit} correos enviados este mes.</translation>
    </message>
    <message>
        <source>Mails sent this month</source>
        <translation>Correos enviados este mes</translation>
    </message>
    <message>
        <source>limit {count}</source>
        <translation>límite {count}</translation>
    </message>
    <message>
        <source>≈ {count}</source>
        <translation>≈ {count}</translation>
    </message>
    <message>
        <source>limit {count}, far above</source>
        <translation>límite {count}, muy por encima</translation>
    </message>
</context>
<context>
    <name>MonthView</name>
    <message>
        <source>Month</source>
        <translation>Mes</translation>
    </message>
    <message numerus="yes">
        <source>{count} more</source>
        <translation>
            <numerusform>{count} más</numerusform>
            <numerusform>{count} más</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoticeCard</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>Cerrar este aviso</translation>
    </message>
    <message>
        <source>Time left to undo</source>
        <translation>Tiempo para deshacer</translation>
    </message>
</context>
<context>
    <name>NoticeSettings</name>
    <message>
        <source>Notices of new mail</source>
        <translation>Avisos de correo nuevo</translation>
    </message>
    <message>
        <source>Tell me of new mail</source>
        <translation>Avisar del correo nuevo</translation>
    </message>
    <message>
        <source>Not for the next hour</source>
        <translation>No durante la próxima hora</translation>
    </message>
    <message>
        <source>In the window too, while I work in it</source>
        <translation>También en la ventana, mientras se trabaja en ella</translation>
    </message>
    <message>
        <source>On the desktop say only that mail has come, not from whom or what</source>
        <translation>En el escritorio decir solo que ha llegado correo, no de quién ni qué</translation>
    </message>
    <message>
        <source>An icon in the tray</source>
        <translation>Un icono en la bandeja del sistema</translation>
    </message>
    <message>
        <source>Keep running in the tray when the window is closed</source>
        <translation>Seguir en la bandeja del sistema al cerrar la ventana</translation>
    </message>
    <message>
        <source>Show a test notice</source>
        <translation>Mostrar un aviso de prueba</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Folders of which new mail is told</source>
        <translation>Carpetas de cuyo correo nuevo se avisa</translation>
    </message>
    <message>
        <source>In the demo notices are shown in the window only.</source>
        <translation>En la demostración, los avisos se muestran solo en la ventana.</translation>
    </message>
    <message>
        <source>Of these folders</source>
        <translation>De estas carpetas</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>The server refused a change, so it was put back here. It said: {said}</source>
        <translation>El servidor rechazó un cambio, así que aquí se ha dejado como estaba. Dijo: {said}</translation>
    </message>
    <message>
        <source>“{subject}” was not sent. The server said: {said}</source>
        <translation>«{subject}» no se envió. El servidor dijo: {said}</translation>
    </message>
    <message>
        <source>“{subject}” was sent, but not to everybody. The server said: {said}</source>
        <translation>«{subject}» se envió, pero no a todos. El servidor dijo: {said}</translation>
    </message>
    <message>
        <source>This computer&apos;s date cannot be right, so no old mail is removed. Check the date.</source>
        <translation>La fecha de este equipo no puede ser correcta, así que no se retira correo antiguo. Revise la fecha.</translation>
    </message>
    <message>
        <source>The trial is over. The {plan} plan is in force now.</source>
        <translation>La prueba ha terminado. Ahora rige el plan {plan}.</translation>
    </message>
    <message>
        <source>The days of grace are over. The {plan} plan is in force now.</source>
        <translation>Los días de gracia han terminado. Ahora rige el plan {plan}.</translation>
    </message>
    <message>
        <source>The {plan} plan is in force now, as it was planned.</source>
        <translation>Ahora rige el plan {plan}, como estaba previsto.</translation>
    </message>
    <message>
        <source>“{title}” could not be made there. It was said: {said}</source>
        <translation>«{title}» no se pudo crear allí. La respuesta fue: {said}</translation>
    </message>
    <message>
        <source>The mail “{title}” is still named there, though it was undone here. It was said: {said}</source>
        <translation>El correo «{title}» sigue nombrado allí, aunque aquí se ha deshecho. Respuesta: {said}</translation>
    </message>
    <message>
        <source>“{subject}” was sent late: it was to go on {at}, when Bandeja was closed or the computer asleep.</source>
        <translation>«{subject}» se ha enviado tarde: debía salir el {at}, cuando Bandeja estaba cerrada o el equipo en reposo.</translation>
    </message>
</context>
<context>
    <name>OfferList</name>
    <message>
        <source>What can be searched for</source>
        <translation>Qué se puede buscar</translation>
    </message>
</context>
<context>
    <name>Operations</name>
    <message>
        <source>Save a copy of a mail on the server</source>
        <translation>Guardar en el servidor la copia de un correo</translation>
    </message>
    <message>
        <source>Create a folder</source>
        <translation>Crear una carpeta</translation>
    </message>
    <message>
        <source>Rename a folder</source>
        <translation>Cambiar el nombre de una carpeta</translation>
    </message>
    <message>
        <source>Delete a folder</source>
        <translation>Eliminar una carpeta</translation>
    </message>
    <message>
        <source>A change on the server</source>
        <translation>Un cambio en el servidor</translation>
    </message>
    <message>
        <source>The server refused, so it was put back here. It said: {said}</source>
        <translation>El servidor lo rechazó, así que aquí se ha dejado como estaba. Dijo: {said}</translation>
    </message>
    <message>
        <source>On its way to the server</source>
        <translation>De camino al servidor</translation>
    </message>
    <message>
        <source>Next try in {wait}. Last answer: {said}</source>
        <translation>Próximo intento en {wait}. Última respuesta: {said}</translation>
    </message>
    <message>
        <source>Waiting for the connection</source>
        <translation>A la espera de la conexión</translation>
    </message>
    <message>
        <source>Can be taken back for a few seconds, then it goes to the server</source>
        <translation>Puede retirarse durante unos segundos; después llega al servidor</translation>
    </message>
    <message>
        <source>Goes to the server in a moment</source>
        <translation>Llegará al servidor enseguida</translation>
    </message>
</context>
<context>
    <name>OperationsPanel</name>
    <message>
        <source>Waiting and drafts</source>
        <translation>Pendientes y borradores</translation>
    </message>
    <message>
        <source>Back to the mails (Esc)</source>
        <translation>Volver a los correos (Esc)</translation>
    </message>
    <message>
        <source>Back to the mails</source>
        <translation>Volver a los correos</translation>
    </message>
    <message>
        <source>To be sent</source>
        <translation>Por enviar</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Borradores</translation>
    </message>
    <message>
        <source>Changes for the server</source>
        <translation>Cambios para el servidor</translation>
    </message>
    <message>
        <source>Nothing waits: everything has reached its server, and there are no drafts.</source>
        <translation>Nada pendiente: todo ha llegado a su servidor y no hay borradores.</translation>
    </message>
    <message numerus="yes">
        <source>and {count} more</source>
        <translation>
            <numerusform>y {count} más</numerusform>
            <numerusform>y {count} más</numerusform>
        </translation>
    </message>
    <message>
        <source>Send it again? If it did arrive, its readers get it twice.</source>
        <translation>¿Enviarlo otra vez? Si llegó, se recibirá dos veces.</translation>
    </message>
    <message>
        <source>Send again…</source>
        <translation>Enviar otra vez…</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Enviar otra vez</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Intentar ahora</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Throw away the mail “{subject}” without sending it?</source>
        <translation>¿Descartar el correo «{subject}» sin enviarlo?</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>Descartar…</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
    <message>
        <source>To {names}</source>
        <translation>Para {names}</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Changed {time}</source>
        <translation>Modificado: {time}</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>Olvidarlo</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Retirar</translation>
    </message>
    <message>
        <source>Links to be made</source>
        <translation>Vínculos por crear</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Enviar ahora</translation>
    </message>
</context>
<context>
    <name>Outbox</name>
    <message>
        <source>Next try in {wait}. Last answer: {said}</source>
        <translation>Próximo intento en {wait}. Última respuesta: {said}</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>A la espera de envío</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>Enviándose</translation>
    </message>
    <message>
        <source>Sent; its copy is being saved</source>
        <translation>Enviado; se está guardando su copia</translation>
    </message>
    <message>
        <source>Not sent. The server said: {said}</source>
        <translation>No se envió. El servidor dijo: {said}</translation>
    </message>
    <message>
        <source>It may have been sent: the connection broke at the last moment. Look into Sent first.</source>
        <translation>Puede haberse enviado: la conexión se cortó en el último momento. Mire antes en Enviados.</translation>
    </message>
    <message>
        <source>Held until {date}: {said}</source>
        <translation>Retenido hasta el {date}: {said}</translation>
    </message>
    <message>
        <source>Its account is paused. It goes when the account goes on.</source>
        <translation>Su cuenta está en pausa. Saldrá cuando la cuenta continúe.</translation>
    </message>
    <message>
        <source>It goes by itself on {date}, with the change to the {plan} plan.</source>
        <translation>Saldrá por sí solo el {date}, con el cambio al plan {plan}.</translation>
    </message>
    <message>
        <source>Goes {moment}, as you chose; where Bandeja is closed then, at its next start.</source>
        <translation>Sale {moment}, como usted eligió; si Bandeja está cerrada entonces, en el siguiente inicio.</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Entrar</translation>
    </message>
    <message>
        <source>Type the password of this address.</source>
        <translation>Escriba la contraseña de esta dirección.</translation>
    </message>
    <message>
        <source>The login was refused</source>
        <translation>Se rechazó la entrada</translation>
    </message>
    <message>
        <source>The password could not be tried</source>
        <translation>No se pudo probar la contraseña</translation>
    </message>
    <message>
        <source>Password of {address}</source>
        <translation>Contraseña de {address}</translation>
    </message>
    <message>
        <source>The server wants it again. It is kept only if {host} accepts it.</source>
        <translation>El servidor la pide otra vez. Solo se guarda si {host} la acepta.</translation>
    </message>
</context>
<context>
    <name>PasswordField</name>
    <message>
        <source>Hide the password</source>
        <translation>Ocultar la contraseña</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>Mostrar la contraseña</translation>
    </message>
</context>
<context>
    <name>PeopleField</name>
    <message>
        <source>Nobody found. A whole address can be typed.</source>
        <translation>No se encontró a nadie. Puede escribir una dirección completa.</translation>
    </message>
</context>
<context>
    <name>Phrases</name>
    <message>
        <source>&apos;{0}&apos;</source>
        <translation>«{0}»</translation>
    </message>
    <message>
        <source>The CA file</source>
        <translation>El archivo de CA</translation>
    </message>
    <message>
        <source>The CA file {0}</source>
        <translation>El archivo de CA {0}</translation>
    </message>
    <message>
        <source>The Message-ID</source>
        <translation>El Message-ID</translation>
    </message>
    <message>
        <source>That moment</source>
        <translation>Ese momento</translation>
    </message>
    <message>
        <source>The UID</source>
        <translation>El UID</translation>
    </message>
    <message>
        <source>The account {0}</source>
        <translation>La cuenta {0}</translation>
    </message>
    <message>
        <source>The address</source>
        <translation>La dirección</translation>
    </message>
    <message>
        <source>The address &apos;{0}&apos;</source>
        <translation>La dirección «{0}»</translation>
    </message>
    <message>
        <source>The client id</source>
        <translation>El identificador de cliente</translation>
    </message>
    <message>
        <source>The event</source>
        <translation>El evento</translation>
    </message>
    <message>
        <source>The folder &apos;{0}&apos;</source>
        <translation>La carpeta «{0}»</translation>
    </message>
    <message>
        <source>The folder name</source>
        <translation>El nombre de la carpeta</translation>
    </message>
    <message>
        <source>The folder&apos;s name</source>
        <translation>El nombre de la carpeta</translation>
    </message>
    <message>
        <source>The keyword &apos;{0}&apos;</source>
        <translation>La palabra clave «{0}»</translation>
    </message>
    <message>
        <source>The kind of login</source>
        <translation>El tipo de acceso</translation>
    </message>
    <message>
        <source>The mail</source>
        <translation>El correo</translation>
    </message>
    <message>
        <source>The member&apos;s name</source>
        <translation>El nombre del miembro</translation>
    </message>
    <message>
        <source>The name</source>
        <translation>El nombre</translation>
    </message>
    <message>
        <source>The name &apos;{0}&apos;</source>
        <translation>El nombre «{0}»</translation>
    </message>
    <message>
        <source>The password</source>
        <translation>La contraseña</translation>
    </message>
    <message>
        <source>The port</source>
        <translation>El puerto</translation>
    </message>
    <message>
        <source>The port {0} for the browser&apos;s answer</source>
        <translation>El puerto {0} para la respuesta del navegador</translation>
    </message>
    <message>
        <source>The security</source>
        <translation>La protección</translation>
    </message>
    <message>
        <source>The server &apos;{0}&apos;</source>
        <translation>El servidor «{0}»</translation>
    </message>
    <message>
        <source>The server name &apos;{0}&apos;</source>
        <translation>El nombre de servidor «{0}»</translation>
    </message>
    <message>
        <source>The setting {0}</source>
        <translation>El ajuste {0}</translation>
    </message>
    <message>
        <source>The sign-in address</source>
        <translation>La dirección de inicio de sesión</translation>
    </message>
    <message>
        <source>The signature</source>
        <translation>La firma</translation>
    </message>
    <message>
        <source>The stored account</source>
        <translation>La cuenta guardada</translation>
    </message>
    <message>
        <source>The time</source>
        <translation>La hora</translation>
    </message>
    <message>
        <source>The user name</source>
        <translation>El nombre de usuario</translation>
    </message>
    <message>
        <source>This choice</source>
        <translation>Esta selección</translation>
    </message>
    <message>
        <source>This command</source>
        <translation>Esta orden</translation>
    </message>
    <message>
        <source>This contact</source>
        <translation>Este contacto</translation>
    </message>
    <message>
        <source>This date</source>
        <translation>Esta fecha</translation>
    </message>
    <message>
        <source>This draft</source>
        <translation>Este borrador</translation>
    </message>
    <message>
        <source>This event</source>
        <translation>Este evento</translation>
    </message>
    <message>
        <source>This file</source>
        <translation>Este archivo</translation>
    </message>
    <message>
        <source>This mail</source>
        <translation>Este correo</translation>
    </message>
    <message>
        <source>This message</source>
        <translation>Este mensaje</translation>
    </message>
    <message>
        <source>This task</source>
        <translation>Esta tarea</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is none of {1}</source>
        <translation>«{0}» no es ninguno de {1}</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not a number from 1 to 65535</source>
        <translation>«{0}» no es un número del 1 al 65535</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not a port number</source>
        <translation>«{0}» no es un número de puerto</translation>
    </message>
    <message>
        <source>IMAP has no such keywords</source>
        <translation>IMAP no tiene palabras clave así</translation>
    </message>
    <message>
        <source>a dot stands where none may</source>
        <translation>hay un punto donde no puede haberlo</translation>
    </message>
    <message>
        <source>an IP address is no mail domain</source>
        <translation>una dirección IP no es un dominio de correo</translation>
    </message>
    <message>
        <source>an IPv6 address stands in brackets, like [::1]:993/tls</source>
        <translation>una dirección IPv6 va entre corchetes, como [::1]:993/tls</translation>
    </message>
    <message>
        <source>another program uses it</source>
        <translation>otro programa lo usa</translation>
    </message>
    <message>
        <source>it ends before it begins</source>
        <translation>termina antes de empezar</translation>
    </message>
    <message>
        <source>it has an empty part, or one that starts or ends with a hyphen</source>
        <translation>tiene una parte vacía, o una que empieza o termina con guion</translation>
    </message>
    <message>
        <source>it has been handed to the mail server</source>
        <translation>ya se entregó al servidor de correo</translation>
    </message>
    <message>
        <source>it has neither a name nor an address</source>
        <translation>no tiene ni nombre ni dirección</translation>
    </message>
    <message>
        <source>it has no address to save it to; choose a party</source>
        <translation>no tiene dirección en la que guardarlo; elija un tercero</translation>
    </message>
    <message>
        <source>it has no beginning</source>
        <translation>no tiene comienzo</translation>
    </message>
    <message>
        <source>it is over, or too far ahead</source>
        <translation>ya ha pasado o está demasiado lejos</translation>
    </message>
    <message>
        <source>it was not sent from here, so there is no answer to wait for</source>
        <translation>no se envió desde aquí, así que no hay respuesta que esperar</translation>
    </message>
    <message>
        <source>it has no recipient</source>
        <translation>no tiene destinatario</translation>
    </message>
    <message>
        <source>it has no recipient in To, Cc or Bcc</source>
        <translation>no tiene destinatario en Para, Cc ni Cco</translation>
    </message>
    <message>
        <source>it has no such value</source>
        <translation>no tiene ese valor</translation>
    </message>
    <message>
        <source>it has no title</source>
        <translation>no tiene título</translation>
    </message>
    <message>
        <source>it holds a character that a name cannot have</source>
        <translation>contiene un carácter que un nombre no puede tener</translation>
    </message>
    <message>
        <source>it holds a character that an address cannot have</source>
        <translation>contiene un carácter que una dirección no puede tener</translation>
    </message>
    <message>
        <source>it holds a control character</source>
        <translation>contiene un carácter de control</translation>
    </message>
    <message>
        <source>it holds a line end or a NUL character</source>
        <translation>contiene un salto de línea o un carácter NUL</translation>
    </message>
    <message>
        <source>it holds half a character</source>
        <translation>contiene medio carácter</translation>
    </message>
    <message>
        <source>it holds no certificate</source>
        <translation>no contiene ningún certificado</translation>
    </message>
    <message>
        <source>it is not there</source>
        <translation>no está ahí</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>no se puede leer</translation>
    </message>
    <message>
        <source>it is already here</source>
        <translation>ya está aquí</translation>
    </message>
    <message>
        <source>it is being sent now</source>
        <translation>se está enviando ahora</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>está vacío</translation>
    </message>
    <message>
        <source>it is empty or holds unprintable characters</source>
        <translation>está vacío o contiene caracteres no imprimibles</translation>
    </message>
    <message>
        <source>it is empty or not as Bitrix24 shows it</source>
        <translation>está vacío o no es como lo muestra Bitrix24</translation>
    </message>
    <message>
        <source>it is empty or too long</source>
        <translation>está vacío o es demasiado largo</translation>
    </message>
    <message>
        <source>it is empty, too long or has control characters</source>
        <translation>está vacío, es demasiado largo o tiene caracteres de control</translation>
    </message>
    <message>
        <source>it is in the outbox already</source>
        <translation>ya está en la bandeja de salida</translation>
    </message>
    <message>
        <source>it is larger than 5 MB</source>
        <translation>ocupa más de 5 MB</translation>
    </message>
    <message>
        <source>it is longer than 253 characters</source>
        <translation>tiene más de 253 caracteres</translation>
    </message>
    <message>
        <source>it is longer than 254 bytes</source>
        <translation>tiene más de 254 bytes</translation>
    </message>
    <message>
        <source>it is longer than {0} characters</source>
        <translation>tiene más de {0} caracteres</translation>
    </message>
    <message>
        <source>it is longer than {0} characters or {1} lines</source>
        <translation>tiene más de {0} caracteres o de {1} líneas</translation>
    </message>
    <message>
        <source>it is neither a name nor a whole IP address</source>
        <translation>no es ni un nombre ni una dirección IP completa</translation>
    </message>
    <message>
        <source>it is no address, no @domain and no #folder</source>
        <translation>no es una dirección, ni un @dominio, ni una #carpeta</translation>
    </message>
    <message>
        <source>it is no longer on the server</source>
        <translation>ya no está en el servidor</translation>
    </message>
    <message>
        <source>it is no rule for saving mail</source>
        <translation>no es una regla para guardar correo</translation>
    </message>
    <message>
        <source>it is not complete</source>
        <translation>no está completo</translation>
    </message>
    <message>
        <source>it is not known</source>
        <translation>no se conoce</translation>
    </message>
    <message>
        <source>it is outside 1 to 4294967295</source>
        <translation>no está entre 1 y 4294967295</translation>
    </message>
    <message>
        <source>it is too far away</source>
        <translation>queda demasiado lejos</translation>
    </message>
    <message>
        <source>it is too long</source>
        <translation>es demasiado largo</translation>
    </message>
    <message>
        <source>it lacks /tls, /starttls or /plain at its end</source>
        <translation>le falta /tls, /starttls o /plain al final</translation>
    </message>
    <message>
        <source>it must be a number from 1024 to 65535</source>
        <translation>debe ser un número del 1024 al 65535</translation>
    </message>
    <message>
        <source>it must be one of {0}</source>
        <translation>debe ser uno de {0}</translation>
    </message>
    <message>
        <source>it must look like HOST:PORT/tls</source>
        <translation>debe tener la forma SERVIDOR:PUERTO/tls</translation>
    </message>
    <message>
        <source>it must look like https://example.bitrix24.com/</source>
        <translation>debe tener la forma https://example.bitrix24.com/</translation>
    </message>
    <message>
        <source>it must look like https://example.org/, without a name or password</source>
        <translation>debe tener la forma https://example.org/, sin nombre ni contraseña</translation>
    </message>
    <message>
        <source>it must look like name@example.org</source>
        <translation>debe tener la forma nombre@example.org</translation>
    </message>
    <message>
        <source>it must start with https://</source>
        <translation>debe empezar por https://</translation>
    </message>
    <message>
        <source>it says nothing about senders</source>
        <translation>no dice nada de remitentes</translation>
    </message>
    <message>
        <source>it was not written here, so it cannot be edited</source>
        <translation>no se escribió aquí, así que no se puede modificar</translation>
    </message>
    <message>
        <source>its domain is too long to have mail servers</source>
        <translation>su dominio es demasiado largo para tener servidores de correo</translation>
    </message>
    <message>
        <source>its settings cannot be read</source>
        <translation>no se pueden leer sus ajustes</translation>
    </message>
    <message>
        <source>one part is longer than 63 characters</source>
        <translation>una parte tiene más de 63 caracteres</translation>
    </message>
    <message>
        <source>one wish is made from at most {0} mails</source>
        <translation>un deseo se hace con {0} correos como máximo</translation>
    </message>
    <message>
        <source>one with its Message-ID was sent from here before</source>
        <translation>ya se envió desde aquí uno con su Message-ID</translation>
    </message>
    <message>
        <source>the CRM needs its own copy; save it there</source>
        <translation>el CRM necesita su propia copia; guárdelo allí</translation>
    </message>
    <message>
        <source>the end is before the beginning</source>
        <translation>el final es anterior al comienzo</translation>
    </message>
    <message>
        <source>the mail server needs it</source>
        <translation>el servidor de correo la necesita</translation>
    </message>
    <message>
        <source>the mail server needs one</source>
        <translation>el servidor de correo necesita uno</translation>
    </message>
    <message>
        <source>the part before the @ is longer than 64 bytes</source>
        <translation>la parte anterior a la @ tiene más de 64 bytes</translation>
    </message>
    <message>
        <source>there is already a folder of that name</source>
        <translation>ya hay una carpeta con ese nombre</translation>
    </message>
    <message>
        <source>{0} takes only ASCII characters in it</source>
        <translation>{0} solo admite en ella caracteres ASCII</translation>
    </message>
    <message>
        <source>the mail contains a NUL character</source>
        <translation>el correo contiene un carácter NUL</translation>
    </message>
    <message>
        <source>the mail has no header</source>
        <translation>el correo no tiene cabecera</translation>
    </message>
    <message>
        <source>the mail has a line of more than {0} bytes</source>
        <translation>el correo tiene una línea de más de {0} bytes</translation>
    </message>
    <message>
        <source>account</source>
        <translation>cuenta</translation>
    </message>
    <message>
        <source>attachment</source>
        <translation>adjunto</translation>
    </message>
    <message>
        <source>chat</source>
        <translation>chat</translation>
    </message>
    <message>
        <source>connection</source>
        <translation>conexión</translation>
    </message>
    <message>
        <source>contact</source>
        <translation>contacto</translation>
    </message>
    <message>
        <source>event</source>
        <translation>evento</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>carpeta</translation>
    </message>
    <message>
        <source>line of a checklist</source>
        <translation>línea de una lista</translation>
    </message>
    <message>
        <source>link</source>
        <translation>vínculo</translation>
    </message>
    <message>
        <source>mail</source>
        <translation>correo</translation>
    </message>
    <message>
        <source>mail in the outbox</source>
        <translation>correo en la bandeja de salida</translation>
    </message>
    <message>
        <source>mailbox</source>
        <translation>buzón</translation>
    </message>
    <message>
        <source>member</source>
        <translation>miembro</translation>
    </message>
    <message>
        <source>note</source>
        <translation>nota</translation>
    </message>
    <message>
        <source>object</source>
        <translation>objeto</translation>
    </message>
    <message>
        <source>party</source>
        <translation>tercero</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>plan</translation>
    </message>
    <message>
        <source>plug-in</source>
        <translation>complemento</translation>
    </message>
    <message>
        <source>program</source>
        <translation>programa</translation>
    </message>
    <message>
        <source>room</source>
        <translation>sala</translation>
    </message>
    <message>
        <source>saved mail</source>
        <translation>correo guardado</translation>
    </message>
    <message>
        <source>source</source>
        <translation>código fuente</translation>
    </message>
    <message>
        <source>task</source>
        <translation>tarea</translation>
    </message>
    <message>
        <source>text yet of the mail</source>
        <translation>texto todavía del correo</translation>
    </message>
    <message>
        <source>waiting change</source>
        <translation>cambio en espera</translation>
    </message>
    <message>
        <source>waiting plan change</source>
        <translation>cambio de plan en espera</translation>
    </message>
    <message>
        <source>the server renumbered the folder</source>
        <translation>el servidor renumeró la carpeta</translation>
    </message>
    <message>
        <source>its copy in the other account is not known to be there, so it stays</source>
        <translation>no consta que su copia esté en la otra cuenta, así que se queda</translation>
    </message>
    <message>
        <source>the mail is no longer there</source>
        <translation>el correo ya no está allí</translation>
    </message>
    <message>
        <source>the mail was not found in its folder on the server</source>
        <translation>el correo no se encontró en su carpeta del servidor</translation>
    </message>
    <message>
        <source>waiting for the server to show the mail</source>
        <translation>a la espera de que el servidor muestre el correo</translation>
    </message>
    <message>
        <source>the mail is no longer on the server</source>
        <translation>el correo ya no está en el servidor</translation>
    </message>
    <message>
        <source>the folder is no longer there</source>
        <translation>la carpeta ya no está allí</translation>
    </message>
    <message>
        <source>the mail was no longer on the server</source>
        <translation>el correo ya no estaba en el servidor</translation>
    </message>
    <message>
        <source>the server has another mail under this number now</source>
        <translation>el servidor tiene ahora otro correo con este número</translation>
    </message>
    <message>
        <source>the server does not say which mail this is</source>
        <translation>el servidor no dice qué correo es</translation>
    </message>
    <message>
        <source>the server did not say which mail this is</source>
        <translation>el servidor no dijo qué correo es</translation>
    </message>
    <message>
        <source>the text of the mail has not been fetched yet</source>
        <translation>el texto del correo no se ha descargado todavía</translation>
    </message>
    <message>
        <source>the server has stored another mail than it was given</source>
        <translation>el servidor ha guardado un correo distinto del que se le dio</translation>
    </message>
    <message>
        <source>the server does not show the mail yet</source>
        <translation>el servidor no muestra el correo todavía</translation>
    </message>
    <message>
        <source>This invitation</source>
        <translation>Esta invitación</translation>
    </message>
    <message>
        <source>This answer</source>
        <translation>Esta respuesta</translation>
    </message>
    <message>
        <source>This repetition</source>
        <translation>Esta repetición</translation>
    </message>
    <message>
        <source>it belongs to no event here, or is noted already</source>
        <translation>no corresponde a ningún evento de aquí, o ya está anotada</translation>
    </message>
    <message>
        <source>it holds no invitation that can be read</source>
        <translation>no contiene ninguna invitación legible</translation>
    </message>
    <message>
        <source>it comes too often, or cannot be understood</source>
        <translation>se repite demasiado a menudo, o no se entiende</translation>
    </message>
    <message>
        <source>a newer one about the same meeting is here</source>
        <translation>ya hay otra más reciente sobre la misma reunión</translation>
    </message>
    <message>
        <source>its organiser has cancelled it</source>
        <translation>quien la convocó la ha cancelado</translation>
    </message>
    <message>
        <source>none of your addresses is invited by it</source>
        <translation>no invita a ninguna de sus direcciones</translation>
    </message>
    <message>
        <source>the invitation does not name who answers, or to whom</source>
        <translation>la invitación no dice quién responde, o a quién</translation>
    </message>
    <message>
        <source>it is about no single time of an event here</source>
        <translation>no trata de una sola vez de un evento de aquí</translation>
    </message>
    <message>
        <source>nobody was invited to it from here</source>
        <translation>desde aquí no se ha invitado a nadie</translation>
    </message>
    <message>
        <source>somebody else has invited to it</source>
        <translation>lo convoca otra persona</translation>
    </message>
    <message>
        <source>it is one time of another event: invite to that</source>
        <translation>es una vez de otro evento: invite a ese</translation>
    </message>
    <message>
        <source>no guest has an address</source>
        <translation>ningún invitado tiene dirección</translation>
    </message>
    <message>
        <source>it has more than {0} guests</source>
        <translation>tiene más de {0} invitados</translation>
    </message>
    <message>
        <source>it is none</source>
        <translation>no lo es</translation>
    </message>
    <message>
        <source>The mailbox &apos;{0}&apos;</source>
        <translation>El buzón «{0}»</translation>
    </message>
    <message>
        <source>it must look like ana@example.org=portal</source>
        <translation>debe ser como ana@example.org=portal</translation>
    </message>
    <message>
        <source>it has just been sent</source>
        <translation>se acaba de enviar</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nada</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>borrador</translation>
    </message>
    <message>
        <source>unsent mail</source>
        <translation>correo sin enviar</translation>
    </message>
    <message>
        <source>wish</source>
        <translation>encargo</translation>
    </message>
    <message>
        <source>a download was given up</source>
        <translation>se abandonó una descarga</translation>
    </message>
    <message>
        <source>a line over {0} bytes</source>
        <translation>una línea de más de {0} bytes</translation>
    </message>
    <message>
        <source>an address that is none</source>
        <translation>una dirección que no lo es</translation>
    </message>
    <message>
        <source>an answer packed as {0}</source>
        <translation>una respuesta comprimida como {0}</translation>
    </message>
    <message>
        <source>broken compression</source>
        <translation>compresión dañada</translation>
    </message>
    <message>
        <source>compressed data that swells without end</source>
        <translation>datos comprimidos que crecen sin fin</translation>
    </message>
    <message>
        <source>compression that ends</source>
        <translation>una compresión que se interrumpe</translation>
    </message>
    <message>
        <source>data in the clear after the answer to STARTTLS</source>
        <translation>datos sin cifrar tras la respuesta a STARTTLS</translation>
    </message>
    <message>
        <source>deleted, and still there</source>
        <translation>borrado, y sigue ahí</translation>
    </message>
    <message>
        <source>it does not say what it made</source>
        <translation>no dice qué ha hecho</translation>
    </message>
    <message>
        <source>it has a DOCTYPE</source>
        <translation>lleva un DOCTYPE</translation>
    </message>
    <message>
        <source>it has a text that is too long</source>
        <translation>lleva un texto demasiado largo</translation>
    </message>
    <message>
        <source>it is nested too deeply or has too many elements</source>
        <translation>está anidado demasiado hondo o tiene demasiados elementos</translation>
    </message>
    <message>
        <source>it takes {0} bytes in one mail</source>
        <translation>admite {0} bytes en un correo</translation>
    </message>
    <message>
        <source>left, and still there</source>
        <translation>se salió, y sigue ahí</translation>
    </message>
    <message>
        <source>logged in before anybody said who</source>
        <translation>abrió la sesión antes de que nadie dijera quién</translation>
    </message>
    <message>
        <source>made, and not there</source>
        <translation>hecho, y no está</translation>
    </message>
    <message>
        <source>more than {0} MB</source>
        <translation>más de {0} MB</translation>
    </message>
    <message>
        <source>no JSON</source>
        <translation>no es JSON</translation>
    </message>
    <message>
        <source>no JSON-RPC</source>
        <translation>no es JSON-RPC</translation>
    </message>
    <message>
        <source>no answer of Bitrix24</source>
        <translation>no es una respuesta de Bitrix24</translation>
    </message>
    <message>
        <source>no calendar object</source>
        <translation>no es un objeto de calendario</translation>
    </message>
    <message>
        <source>no list of records</source>
        <translation>no es una lista de registros</translation>
    </message>
    <message>
        <source>no multistatus</source>
        <translation>no es un multistatus</translation>
    </message>
    <message>
        <source>no session</source>
        <translation>sin sesión</translation>
    </message>
    <message>
        <source>no tokens</source>
        <translation>sin tokens</translation>
    </message>
    <message>
        <source>no way to log in with a password is offered</source>
        <translation>no ofrece ninguna forma de entrar con contraseña</translation>
    </message>
    <message>
        <source>stored, and not there</source>
        <translation>guardado, y no está</translation>
    </message>
    <message>
        <source>the answer has no {0}</source>
        <translation>a la respuesta le falta {0}</translation>
    </message>
    <message>
        <source>the contact is no longer there</source>
        <translation>el contacto ya no está</translation>
    </message>
    <message>
        <source>the event has no beginning</source>
        <translation>el evento no tiene comienzo</translation>
    </message>
    <message>
        <source>the mail says nobody&apos;s address, so choose a contact</source>
        <translation>el correo no da ninguna dirección; conviene elegir un contacto</translation>
    </message>
    <message>
        <source>the room is there, and we are not in it yet</source>
        <translation>la sala está, y aún no se ha entrado en ella</translation>
    </message>
    <message>
        <source>there is no mail to save</source>
        <translation>no hay ningún correo que guardar</translation>
    </message>
    <message>
        <source>crm</source>
        <translation>registro de CRM</translation>
    </message>
    <message>
        <source>it is more than {0} MB at once</source>
        <translation>son más de {0} MB de una vez</translation>
    </message>
    <message>
        <source>it has an encoding that cannot be read</source>
        <translation>lleva una codificación que no se puede leer</translation>
    </message>
    <message>
        <source>it is not well-formed XML (line {0})</source>
        <translation>no es XML bien formado (línea {0})</translation>
    </message>
    <message>
        <source>it has no place for a task</source>
        <translation>no tiene sitio para una tarea</translation>
    </message>
    <message>
        <source>it has no place for a CRM record</source>
        <translation>no tiene sitio para un registro de CRM</translation>
    </message>
    <message>
        <source>it has no place for a chat</source>
        <translation>no tiene sitio para un chat</translation>
    </message>
    <message>
        <source>it has no place for an event</source>
        <translation>no tiene sitio para un evento</translation>
    </message>
    <message>
        <source>more than {0} in a list</source>
        <translation>más de {0} en una lista</translation>
    </message>
    <message>
        <source>neither true nor false</source>
        <translation>ni verdadero ni falso</translation>
    </message>
    <message>
        <source>no drive of this user</source>
        <translation>sin disco de este usuario</translation>
    </message>
    <message>
        <source>no id</source>
        <translation>sin identificador</translation>
    </message>
    <message>
        <source>no item</source>
        <translation>sin elemento</translation>
    </message>
    <message>
        <source>no list</source>
        <translation>sin lista</translation>
    </message>
    <message>
        <source>no list of objects</source>
        <translation>sin lista de objetos</translation>
    </message>
    <message>
        <source>no list of scopes</source>
        <translation>sin lista de permisos</translation>
    </message>
    <message>
        <source>no object</source>
        <translation>sin objeto</translation>
    </message>
    <message>
        <source>no task</source>
        <translation>sin tarea</translation>
    </message>
    <message>
        <source>no user</source>
        <translation>sin usuario</translation>
    </message>
    <message>
        <source>it offers no such way to unsubscribe</source>
        <translation>no ofrece ese modo de darse de baja</translation>
    </message>
    <message>
        <source>the search was given up</source>
        <translation>se abandonó la búsqueda</translation>
    </message>
    <message>
        <source>The template</source>
        <translation>La plantilla</translation>
    </message>
    <message>
        <source>it has no name</source>
        <translation>no tiene nombre</translation>
    </message>
    <message>
        <source>there is nothing in it</source>
        <translation>está vacía</translation>
    </message>
    <message>
        <source>another template is called so</source>
        <translation>otra plantilla se llama así</translation>
    </message>
    <message>
        <source>template</source>
        <translation>plantilla</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>This picture is damaged and cannot be shown.</source>
        <translation>Esta imagen está dañada y no se puede mostrar.</translation>
    </message>
</context>
<context>
    <name>Plan</name>
    <message>
        <source>{sent} of {allowed} sent</source>
        <translation>{sent} de {allowed} enviados</translation>
    </message>
    <message>
        <source>mail kept without limit</source>
        <translation>correo guardado sin límite</translation>
    </message>
    <message>
        <source>only linked mail kept</source>
        <translation>solo se conserva lo vinculado</translation>
    </message>
    <message>
        <source>no mailboxes, nothing kept here</source>
        <translation>sin buzones, no conserva nada</translation>
    </message>
    <message>
        <source>without limit</source>
        <translation>sin límite</translation>
    </message>
    <message>
        <source>{count} mails</source>
        <translation>{count} correos</translation>
    </message>
    <message>
        <source>This plan sends no mail. What you write waits in the outbox.</source>
        <translation>Este plan no envía correo. Lo que escriba espera en la bandeja de salida.</translation>
    </message>
    <message>
        <source>The limit is reached: what you send now waits and goes on {date} by itself.</source>
        <translation>Se ha alcanzado el límite: lo que envíe ahora espera y sale solo el {date}.</translation>
    </message>
    <message>
        <source>At this pace the limit is reached on {full}. What comes after waits until {date}.</source>
        <translation>A este ritmo se alcanza el límite el {full}. Lo que venga después espera hasta el {date}.</translation>
    </message>
    <message>
        <source>At this pace it will be {expected} when the count starts anew on {date}.</source>
        <translation>A este ritmo serán {expected} cuando la cuenta empiece de nuevo el {date}.</translation>
    </message>
    <message>
        <source>The workspace began with it</source>
        <translation>El espacio de trabajo empezó con él</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Elegido</translation>
    </message>
    <message>
        <source>The trial ended</source>
        <translation>Terminó la prueba</translation>
    </message>
    <message>
        <source>The plan was not paid any more</source>
        <translation>El plan dejó de pagarse</translation>
    </message>
    <message>
        <source>The trial ends on {date}. Then mail is neither fetched nor sent, and what no task holds leaves this computer.</source>
        <translation>La prueba termina el {date}. Entonces no se descarga ni se envía correo, y lo que ninguna tarea retenga deja este equipo.</translation>
    </message>
    <message>
        <source>The plan is not paid any more. On {date} it becomes {plan}, and what no task holds leaves.</source>
        <translation>El plan ya no se paga. El {date} pasa a ser {plan}, y lo que ninguna tarea retenga se va.</translation>
    </message>
    <message>
        <source>On {date} the plan becomes {plan}.</source>
        <translation>El {date} el plan pasa a ser {plan}.</translation>
    </message>
    <message>
        <source>{first} and {last}</source>
        <translation>{first} y {last}</translation>
    </message>
    <message>
        <source>no mail is sent</source>
        <translation>no se envía correo</translation>
    </message>
    <message>
        <source>Nothing has been sent this month. The count starts anew on {date}.</source>
        <translation>Este mes no se ha enviado nada. La cuenta empieza de nuevo el {date}.</translation>
    </message>
</context>
<context>
    <name>PlanList</name>
    <message>
        <source>Plans to try</source>
        <translation>Planes que probar</translation>
    </message>
    <message>
        <source>{plan} (now)</source>
        <translation>{plan} (ahora)</translation>
    </message>
    <message>
        <source>{plan} (used)</source>
        <translation>{plan} (ya usado)</translation>
    </message>
</context>
<context>
    <name>PlanNames</name>
    <message>
        <source>Enterprise {tier}</source>
        <translation>Enterprise {tier}</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Gratis</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>Prueba</translation>
    </message>
    <message>
        <source>Basic</source>
        <translation>Básico</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Estándar</translation>
    </message>
    <message>
        <source>Professional</source>
        <translation>Profesional</translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message>
        <source>Back to the mails (Esc)</source>
        <translation>Volver a los correos (Esc)</translation>
    </message>
    <message>
        <source>Back to the mails</source>
        <translation>Volver a los correos</translation>
    </message>
    <message>
        <source>Parts of this page</source>
        <translation>Partes de esta página</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>Uso</translation>
    </message>
    <message>
        <source>Another plan</source>
        <translation>Otro plan</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Miembros</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>{name} plan</source>
        <translation>Plan {name}</translation>
    </message>
    <message>
        <source>From {date} the plan is {plan}. Until then it can be called off under “Usage”.</source>
        <translation>Desde el {date} el plan es {plan}. Hasta entonces puede anularse en «Uso».</translation>
    </message>
    <message>
        <source>The plan is {plan} now.</source>
        <translation>El plan es ahora {plan}.</translation>
    </message>
    <message>
        <source>Fetch again, up to {days}</source>
        <translation>Descargar otra vez, hasta {days}</translation>
    </message>
    <message>
        <source>What has left is fetched again from your server, the newest first. The line below says how far it is.</source>
        <translation>Lo que se fue se descarga otra vez de su servidor, primero lo más reciente. La línea de abajo dice por dónde va.</translation>
    </message>
    <message>
        <source>These mailboxes stay; the others stop.</source>
        <translation>Estos buzones se quedan; los demás se detienen.</translation>
    </message>
    <message>
        <source>Plan and limits</source>
        <translation>Plan y límites</translation>
    </message>
</context>
<context>
    <name>PlugInPage</name>
    <message>
        <source>Enable</source>
        <translation>Activar</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Desactivar</translation>
    </message>
    <message>
        <source>Installed beside Bandeja</source>
        <translation>Instalado junto a Bandeja</translation>
    </message>
    <message>
        <source>A plug-in runs with your rights: enable only what you trust.</source>
        <translation>Un complemento se ejecuta con los permisos de su usuario: active solo aquello en lo que confíe.</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>Procede de</translation>
    </message>
    <message>
        <source>Brings</source>
        <translation>Aporta</translation>
    </message>
</context>
<context>
    <name>PlugIns</name>
    <message>
        <source>cannot be used</source>
        <translation>no se puede usar</translation>
    </message>
    <message>
        <source>enabled</source>
        <translation>activado</translation>
    </message>
    <message>
        <source>from the next start on</source>
        <translation>desde el próximo inicio</translation>
    </message>
    <message>
        <source>not enabled</source>
        <translation>sin activar</translation>
    </message>
    <message>
        <source>runs until the end</source>
        <translation>activo hasta el cierre</translation>
    </message>
    <message>
        <source>A file in the plug-ins folder that is no plug-in.</source>
        <translation>Un archivo de la carpeta de complementos que no es un complemento.</translation>
    </message>
    <message>
        <source>Plug-in, enabled.</source>
        <translation>Complemento activado.</translation>
    </message>
    <message>
        <source>Plug-in, enabled. It runs from the next start of Bandeja on.</source>
        <translation>Complemento activado. Funciona a partir del próximo inicio de Bandeja.</translation>
    </message>
    <message>
        <source>Plug-in, not enabled any more. It runs until Bandeja is closed.</source>
        <translation>Complemento desactivado. Funciona hasta que se cierre Bandeja.</translation>
    </message>
    <message>
        <source>Plug-in, not enabled. None of its code has run.</source>
        <translation>Complemento sin activar. No se ha ejecutado nada de su código.</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Picture</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>Página web</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Correo</translation>
    </message>
    <message>
        <source>Calendar file</source>
        <translation>Archivo de calendario</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contacto</translation>
    </message>
    <message>
        <source>Office document</source>
        <translation>Documento de oficina</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Bandeja cannot show this kind of file. Open it with its program or save it.</source>
        <translation>Bandeja no puede mostrar este tipo de archivo. Se puede abrir con su programa o guardar.</translation>
    </message>
    <message>
        <source>Bandeja does not show office documents: their own program does that best. Open it there or save it.</source>
        <translation>Bandeja no muestra documentos de oficina: su propio programa lo hace mejor. Se puede abrir allí o guardar.</translation>
    </message>
    <message>
        <source>This file is empty.</source>
        <translation>Este archivo está vacío.</translation>
    </message>
    <message>
        <source>This file is too large to be shown here. Open it with its program or save it.</source>
        <translation>Este archivo es demasiado grande para mostrarlo aquí. Se puede abrir con su programa o guardar.</translation>
    </message>
    <message>
        <source>This picture says that it is {width} × {height} pixels, which would take too much memory to show.</source>
        <translation>Esta imagen dice tener {width} × {height} píxeles: mostrarla ocuparía demasiada memoria.</translation>
    </message>
    <message>
        <source>This file is not what its name says, so it is not shown. Be careful with it unless you expected it.</source>
        <translation>Este archivo no es lo que dice su nombre, por eso no se muestra. Conviene tener cuidado si no se esperaba.</translation>
    </message>
    <message>
        <source>This file is damaged or of an unknown form. Open it with its program or save it.</source>
        <translation>Este archivo está dañado o tiene una forma desconocida. Se puede abrir con su programa o guardar.</translation>
    </message>
    <message>
        <source>This file is not here any more: its mail was moved or deleted.</source>
        <translation>Este archivo ya no está aquí: su correo se movió o se eliminó.</translation>
    </message>
    <message>
        <source>Pictures and PDFs are shown by a part of Bandeja that is missing here. Open it with its program or save it.</source>
        <translation>Las imágenes y los PDF los muestra una parte de Bandeja que falta aquí. Se puede abrir con su programa o guardar.</translation>
    </message>
    <message>
        <source>What shows such files has ended because of this one. Nothing else is lost. Open it with its program only if you trust it.</source>
        <translation>Lo que muestra estos archivos se ha cerrado por culpa de este. No se ha perdido nada más. Conviene abrirlo con su programa solo si es de confianza.</translation>
    </message>
    <message>
        <source>This is only the beginning. Saving or opening the file gives all of it.</source>
        <translation>Esto es solo el principio. Al guardar o abrir el archivo se obtiene entero.</translation>
    </message>
    <message>
        <source>The formatted version cannot be shown safely, so this is the text.</source>
        <translation>La versión con formato no se puede mostrar con seguridad; este es el texto.</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>Organización</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Cargo</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Teléfono</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Web</source>
        <translation>Web</translation>
    </message>
    <message>
        <source>Birthday</source>
        <translation>Cumpleaños</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>Se canceló.</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Dónde</translation>
    </message>
    <message>
        <source>Invites</source>
        <translation>Invita</translation>
    </message>
    <message>
        <source>Invited</source>
        <translation>Invitados</translation>
    </message>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
    <message>
        <source>No name</source>
        <translation>Sin nombre</translation>
    </message>
    <message>
        <source>Nothing of this PDF can be seen yet. If that stays so, it is damaged or locked with a password: open it with its program.</source>
        <translation>Todavía no se ve nada de este PDF. Si sigue así, está dañado o protegido con contraseña: conviene abrirlo con su programa.</translation>
    </message>
</context>
<context>
    <name>PreviewHead</name>
    <message>
        <source>Previous file</source>
        <translation>Archivo anterior</translation>
    </message>
    <message>
        <source>Left</source>
        <comment>the key</comment>
        <translation>Izquierda</translation>
    </message>
    <message>
        <source>Next file</source>
        <translation>Archivo siguiente</translation>
    </message>
    <message>
        <source>Right</source>
        <comment>the key</comment>
        <translation>Derecha</translation>
    </message>
    <message>
        <source>Open with its program</source>
        <translation>Abrir con su programa</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Guardar…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Esc</source>
        <comment>the key</comment>
        <translation>Esc</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>{place} de {count}</translation>
    </message>
    <message>
        <source>Open {name} with its program</source>
        <translation>Abrir {name} con su programa</translation>
    </message>
    <message>
        <source>Save {name}</source>
        <translation>Guardar {name}</translation>
    </message>
</context>
<context>
    <name>PreviewPage</name>
    <message>
        <source>Picture {name}</source>
        <translation>Imagen {name}</translation>
    </message>
    <message>
        <source>PDF {name}</source>
        <translation>PDF {name}</translation>
    </message>
</context>
<context>
    <name>PrintWindow</name>
    <message>
        <source>Print “{subject}”</source>
        <translation>Imprimir «{subject}»</translation>
    </message>
    <message>
        <source>How the mail will be printed</source>
        <translation>Cómo se imprimirá el correo</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>Guardar como PDF…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Imprimir…</translation>
    </message>
    <message>
        <source>This mail cannot be laid out for printing. Show it as plain text and try again.</source>
        <translation>Este correo no se puede preparar para imprimir. Muéstrelo como texto e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>Guardado como {name}.</translation>
    </message>
    <message>
        <source>{name} could not be written. Choose another folder.</source>
        <translation>No se ha podido escribir {name}. Elija otra carpeta.</translation>
    </message>
    <message>
        <source>Sent to the printer.</source>
        <translation>Enviado a la impresora.</translation>
    </message>
    <message>
        <source>The printer did not take it. Look whether it is on, or choose another one.</source>
        <translation>La impresora no lo ha aceptado. Compruebe que está encendida o elija otra.</translation>
    </message>
    <message>
        <source>A4</source>
        <translation>A4</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>Carta</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>Vertical</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>Horizontal</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>Orientación</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papel</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>Guardar como PDF</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
</context>
<context>
    <name>QCoreApplication.self</name>
    <message>
        <source>From pane to pane</source>
        <translation>De panel en panel</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>&amp;Buscar en:</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>&amp;Tipo de archivo:</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Ctrl</source>
        <translation>Ctrl</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Mayús</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Supr</translation>
    </message>
    <message>
        <source>Ins</source>
        <translation>Ins</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Retroceso</translation>
    </message>
</context>
<context>
    <name>QuoteWords</name>
    <message>
        <source>On {date} at {time}, {name} wrote:</source>
        <translation>El {date} a las {time}, {name} escribió:</translation>
    </message>
    <message>
        <source>{name} wrote:</source>
        <translation>{name} escribió:</translation>
    </message>
    <message>
        <source>%Y-%m-%d</source>
        <comment>a strftime pattern for a date in figures</comment>
        <translation>%d/%m/%Y</translation>
    </message>
    <message>
        <source>%H:%M</source>
        <comment>a strftime pattern for a time</comment>
        <translation>%H:%M</translation>
    </message>
    <message>
        <source>Forwarded message</source>
        <translation>Mensaje reenviado</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Asunto</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Para</translation>
    </message>
    <message>
        <source>Cc</source>
        <translation>Cc</translation>
    </message>
</context>
<context>
    <name>Reader</name>
    <message>
        <source>to nobody by name</source>
        <translation>para nadie en concreto</translation>
    </message>
    <message>
        <source>me</source>
        <translation>mí</translation>
    </message>
    <message>
        <source>to {names} and {count} more</source>
        <translation>para {names} y {count} más</translation>
    </message>
    <message>
        <source>to {first} and {second}</source>
        <translation>para {first} y {second}</translation>
    </message>
    <message>
        <source>to {names}</source>
        <translation>para {names}</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>y {count} más</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Para</translation>
    </message>
    <message>
        <source>Cc</source>
        <translation>Cc</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Adjuntos</translation>
    </message>
    <message>
        <source>(no subject)</source>
        <translation>(sin asunto)</translation>
    </message>
    <message>
        <source>Always from {address}</source>
        <translation>Siempre de {address}</translation>
    </message>
    <message>
        <source>Always from everybody at {domain}</source>
        <translation>Siempre de cualquiera de {domain}</translation>
    </message>
</context>
<context>
    <name>ReaderPane</name>
    <message>
        <source>Remove star</source>
        <translation>Quitar la estrella</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Poner estrella</translation>
    </message>
    <message>
        <source>Mark as unread</source>
        <translation>Marcar como no leído</translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation>Marcar como leído</translation>
    </message>
    <message>
        <source>Not junk</source>
        <translation>No es correo no deseado</translation>
    </message>
    <message>
        <source>Junk</source>
        <translation>No deseado</translation>
    </message>
    <message>
        <source>This mail is no longer here: it was moved or deleted, here or on another device.</source>
        <translation>Este correo ya no está aquí: se movió o se eliminó, en este equipo o en otro.</translation>
    </message>
    <message>
        <source>The text of this mail is not on this computer yet. {reason}</source>
        <translation>El texto de este correo aún no está en este equipo. {reason}</translation>
    </message>
    <message>
        <source>This mail has {size}; it is being fetched from the server…</source>
        <translation>Este correo ocupa {size}; se está trayendo del servidor…</translation>
    </message>
    <message>
        <source>The text of this mail is being fetched from the server…</source>
        <translation>El texto de este correo se está trayendo del servidor…</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Mostrar la carpeta</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Responder</translation>
    </message>
    <message>
        <source>Reply all</source>
        <translation>Responder a todos</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Reenviar</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Más tarde</translation>
    </message>
    <message>
        <source>The text of this mail could not be fetched. {reason}</source>
        <translation>No se pudo traer el texto de este correo. {reason}</translation>
    </message>
</context>
<context>
    <name>Receipts</name>
    <message>
        <source>Mail sent</source>
        <translation>Correo enviado</translation>
    </message>
    <message>
        <source>Draft saved</source>
        <translation>Borrador guardado</translation>
    </message>
    <message>
        <source>Draft discarded</source>
        <translation>Borrador descartado</translation>
    </message>
    <message>
        <source>Folder {target} created</source>
        <translation>Carpeta {target} creada</translation>
    </message>
    <message>
        <source>Folder renamed to {target}</source>
        <translation>La carpeta se llama ahora {target}</translation>
    </message>
    <message>
        <source>Folder {target} deleted</source>
        <translation>Carpeta {target} eliminada</translation>
    </message>
    <message>
        <source>Discarded without sending</source>
        <translation>Descartado sin enviar</translation>
    </message>
    <message>
        <source>It is tried again now</source>
        <translation>Se intenta otra vez ahora</translation>
    </message>
    <message>
        <source>Account removed</source>
        <translation>Cuenta quitada</translation>
    </message>
    <message>
        <source>The plan has changed</source>
        <translation>El plan ha cambiado</translation>
    </message>
    <message>
        <source>The signature of {target} has changed</source>
        <translation>La firma de {target} ha cambiado</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Deshecho</translation>
    </message>
    <message>
        <source>Undone here; the other program cannot take away what it was told of the mail</source>
        <translation>Deshecho aquí; el otro programa no puede retirar lo que ya sabe del correo</translation>
    </message>
    <message>
        <source>Taken back: the mail is a draft again</source>
        <translation>Retirado: el correo vuelve a ser un borrador</translation>
    </message>
    <message>
        <source>Too late to take it back: the mail has left</source>
        <translation>Demasiado tarde: el correo ya ha salido</translation>
    </message>
    <message>
        <source>There is nothing to undo</source>
        <translation>No hay nada que deshacer</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>Task “{target}” saved</source>
        <translation>Tarea «{target}» guardada</translation>
    </message>
    <message>
        <source>Task “{target}” deleted</source>
        <translation>Tarea «{target}» eliminada</translation>
    </message>
    <message>
        <source>“{target}” ticked</source>
        <translation>«{target}» marcado como hecho</translation>
    </message>
    <message>
        <source>“{target}” open again</source>
        <translation>«{target}» vuelve a estar pendiente</translation>
    </message>
    <message>
        <source>Contact {target} saved</source>
        <translation>Contacto {target} guardado</translation>
    </message>
    <message>
        <source>Contact {target} deleted with what was saved there</source>
        <translation>Contacto {target} eliminado con todo lo guardado en él</translation>
    </message>
    <message>
        <source>The saved copy of “{target}” was deleted</source>
        <translation>Se ha eliminado la copia guardada de «{target}»</translation>
    </message>
    <message>
        <source>Message added</source>
        <translation>Mensaje añadido</translation>
    </message>
    <message>
        <source>Members of the chat changed</source>
        <translation>Los miembros del chat han cambiado</translation>
    </message>
    <message>
        <source>Chat “{target}” deleted</source>
        <translation>Chat «{target}» eliminado</translation>
    </message>
    <message>
        <source>Event “{target}” saved</source>
        <translation>Evento «{target}» guardado</translation>
    </message>
    <message>
        <source>Event “{target}” deleted</source>
        <translation>Evento «{target}» eliminado</translation>
    </message>
    <message>
        <source>The rules for saving mail have changed</source>
        <translation>Las reglas para guardar correo han cambiado</translation>
    </message>
    <message>
        <source>The change to the {target} plan waits for its day</source>
        <translation>El cambio al plan {target} espera su día</translation>
    </message>
    <message>
        <source>The change to the {target} plan is called off</source>
        <translation>El cambio al plan {target} queda anulado</translation>
    </message>
    <message>
        <source>These mailboxes stay first</source>
        <translation>Estos buzones se quedan primero</translation>
    </message>
    <message>
        <source>Earlier mail is being fetched again</source>
        <translation>El correo anterior se está trayendo de nuevo</translation>
    </message>
    <message>
        <source>{target} is a member now</source>
        <translation>{target} ya forma parte del espacio</translation>
    </message>
    <message>
        <source>The member is called {target} now</source>
        <translation>La persona se llama ahora {target}</translation>
    </message>
    <message>
        <source>{target} is no longer a member</source>
        <translation>{target} ya no forma parte del espacio</translation>
    </message>
    <message>
        <source>This is the mail of {target}</source>
        <translation>Este es el correo de {target}</translation>
    </message>
    <message>
        <source>{target} is shared</source>
        <translation>{target} está compartido</translation>
    </message>
    <message>
        <source>{target} is not shared any more</source>
        <translation>{target} ya no está compartido</translation>
    </message>
    <message>
        <source>Deleting in {target} is for good now</source>
        <translation>Ahora lo que se elimina en {target} es definitivo</translation>
    </message>
    <message>
        <source>Deleting in {target} goes to the trash now</source>
        <translation>Ahora lo que se elimina en {target} va a la papelera</translation>
    </message>
    <message>
        <source>Accepted: the answer goes to {target}</source>
        <translation>Aceptada: la respuesta va a {target}</translation>
    </message>
    <message>
        <source>“Maybe”: the answer goes to {target}</source>
        <translation>«Quizá»: la respuesta va a {target}</translation>
    </message>
    <message>
        <source>Declined: the answer goes to {target}</source>
        <translation>Rechazada: la respuesta va a {target}</translation>
    </message>
    <message>
        <source>The answer of {target} is noted</source>
        <translation>Anotada la respuesta de {target}</translation>
    </message>
    <message>
        <source>That time of “{target}” is left out</source>
        <translation>Esa vez de «{target}» queda fuera</translation>
    </message>
    <message>
        <source>Only that time of “{target}” was changed</source>
        <translation>Solo se ha cambiado esa vez de «{target}»</translation>
    </message>
    <message>
        <source>The invitation to “{target}” goes to the guests</source>
        <translation>La invitación a «{target}» sale hacia los invitados</translation>
    </message>
    <message>
        <source>The guests are told how “{target}” is now</source>
        <translation>Se avisa a los invitados de cómo queda «{target}»</translation>
    </message>
    <message>
        <source>“{target}” is deleted, and the guests are told</source>
        <translation>Se elimina «{target}» y se avisa a los invitados</translation>
    </message>
    <message>
        <source>Asked {target} by mail to take you off its list</source>
        <translation>Se pide por correo la baja de {target}</translation>
    </message>
    <message>
        <source>The page of {target} was opened in the browser</source>
        <translation>La página de {target} se ha abierto en el navegador</translation>
    </message>
    <message>
        <source>The template “{target}” is saved</source>
        <translation>La plantilla «{target}» está guardada</translation>
    </message>
    <message>
        <source>The template “{target}” is deleted</source>
        <translation>La plantilla «{target}» se ha eliminado</translation>
    </message>
</context>
<context>
    <name>ReminderButton</name>
    <message>
        <source>Remind me if nobody answers…</source>
        <translation>Recordar si nadie responde…</translation>
    </message>
</context>
<context>
    <name>Reminders</name>
    <message>
        <source>Calendar</source>
        <translation>Calendario</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Evento</translation>
    </message>
    <message>
        <source>{title}, {day} at {time}</source>
        <translation>{title}, {day} a las {time}</translation>
    </message>
    <message>
        <source>{title} at {time}, in {wait}</source>
        <translation>{title} a las {time}, dentro de {wait}</translation>
    </message>
    <message>
        <source>{title} began at {time}</source>
        <translation>{title} empezó a las {time}</translation>
    </message>
</context>
<context>
    <name>RemotePictures</name>
    <message>
        <source>Show pictures</source>
        <translation>Mostrar imágenes</translation>
    </message>
    <message>
        <source>Always show…</source>
        <translation>Mostrar siempre…</translation>
    </message>
    <message numerus="yes">
        <source>{count} picture(s) from the network were not loaded, so nobody learns that you read this mail.</source>
        <translation>
            <numerusform>{count} imagen de la red no se ha cargado, para que nadie sepa que usted leyó este correo.</numerusform>
            <numerusform>{count} imágenes de la red no se han cargado, para que nadie sepa que usted leyó este correo.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} picture(s) could not be loaded.</source>
        <translation>
            <numerusform>{count} imagen no se pudo cargar.</numerusform>
            <numerusform>{count} imágenes no se pudieron cargar.</numerusform>
        </translation>
    </message>
    <message>
        <source>Pictures from the network are shown.</source>
        <translation>Se muestran las imágenes de la red.</translation>
    </message>
    <message>
        <source>Never again</source>
        <translation>No volver a mostrarlas</translation>
    </message>
    <message>
        <source>Hide pictures</source>
        <translation>Ocultar imágenes</translation>
    </message>
    <message numerus="yes">
        <source>{count} tracker(s) left out: {names}.</source>
        <translation>
            <numerusform>{count} rastreador excluido: {names}.</numerusform>
            <numerusform>{count} rastreadores excluidos: {names}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RepeatField</name>
    <message>
        <source>Does not repeat</source>
        <translation>No se repite</translation>
    </message>
    <message>
        <source>Without an end</source>
        <translation>Sin fin</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Hasta</translation>
    </message>
    <message>
        <source>So many times:</source>
        <translation>Tantas veces:</translation>
    </message>
    <message>
        <source>Repetition</source>
        <translation>Repetición</translation>
    </message>
    <message>
        <source>End of the repetition</source>
        <translation>Fin de la repetición</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Último día</translation>
    </message>
    <message>
        <source>How many times</source>
        <translation>Cuántas veces</translation>
    </message>
</context>
<context>
    <name>Room</name>
    <message>
        <source>Back to the mails (Esc)</source>
        <translation>Volver a los correos (Esc)</translation>
    </message>
    <message>
        <source>Back to the mails</source>
        <translation>Volver a los correos</translation>
    </message>
</context>
<context>
    <name>RulesDialog</name>
    <message>
        <source>CRM rules</source>
        <translation>Reglas del CRM</translation>
    </message>
    <message>
        <source>From somebody who is no contact</source>
        <translation>De alguien que no es un contacto</translation>
    </message>
    <message>
        <source>Ask me</source>
        <translation>Preguntarme</translation>
    </message>
    <message>
        <source>Make a contact and save it</source>
        <translation>Crear un contacto y guardarlo</translation>
    </message>
    <message>
        <source>Do not save it</source>
        <translation>No guardarlo</translation>
    </message>
    <message>
        <source>Never saved</source>
        <translation>Nunca se guarda</translation>
    </message>
    <message>
        <source>“{entry}” is neither an address, nor a domain (@example.org), nor a folder (#Name).</source>
        <translation>«{entry}» no es una dirección, ni un dominio (@example.org), ni una carpeta (#Nombre).</translation>
    </message>
    <message>
        <source>That are too many entries; use domains.</source>
        <translation>Son demasiadas entradas; use dominios.</translation>
    </message>
    <message>
        <source>{mailboxes}: there is no folder for junk apart from the inbox, so junk would be saved too. Choose a folder for junk on the server first.</source>
        <translation>{mailboxes}: no hay carpeta de correo no deseado aparte de la entrada, así que también se guardaría. Elija primero esa carpeta en el servidor.</translation>
    </message>
    <message>
        <source>Choose a mail to see here why it was saved or not.</source>
        <translation>Elija un correo para ver aquí por qué se guardó o no.</translation>
    </message>
    <message>
        <source>The rules have not looked at the chosen mail.</source>
        <translation>Las reglas no han mirado el correo elegido.</translation>
    </message>
    <message>
        <source>Nothing by itself</source>
        <translation>Nada automáticamente</translation>
    </message>
    <message>
        <source>What comes in</source>
        <translation>Lo que llega</translation>
    </message>
    <message>
        <source>What I send</source>
        <translation>Lo que envío</translation>
    </message>
    <message>
        <source>Only replies to saved mail</source>
        <translation>Solo respuestas a correo guardado</translation>
    </message>
    <message>
        <source>What comes in and what I send</source>
        <translation>Lo que llega y lo que envío</translation>
    </message>
    <message>
        <source>Saved from {mailbox}</source>
        <translation>Se guarda de {mailbox}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Saved by itself</source>
        <translation>Se guarda automáticamente</translation>
    </message>
    <message>
        <source>One a line: an address, a domain with an @, or a folder with a #. No rule passes these.</source>
        <translation>Una por línea: una dirección, un dominio con @ o una carpeta con #. Ninguna regla las pasa.</translation>
    </message>
    <message>
        <source>Why the chosen mail was saved or not</source>
        <translation>Por qué el correo elegido se guardó o no</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>End the search</source>
        <translation>Terminar la búsqueda</translation>
    </message>
    <message>
        <source>Search mail: words, from:, has:, is:unread…</source>
        <translation>Buscar: palabras, de:, tiene:, es:no-leído…</translation>
    </message>
</context>
<context>
    <name>SearchLine</name>
    <message>
        <source>Searching…</source>
        <translation>Buscando…</translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) found</source>
        <translation>
            <numerusform>{count} correo encontrado</numerusform>
            <numerusform>{count} correos encontrados</numerusform>
        </translation>
    </message>
    <message>
        <source>in all mail kept here</source>
        <translation>en todo el correo guardado aquí</translation>
    </message>
    <message numerus="yes">
        <source>in the {count} day(s) kept here</source>
        <translation>
            <numerusform>en el día guardado aquí</numerusform>
            <numerusform>en los {count} días guardados aquí</numerusform>
        </translation>
    </message>
    <message>
        <source>Older mail is still on your server; it is not searched.</source>
        <translation>El correo anterior sigue en su servidor; ahí no se busca.</translation>
    </message>
    <message>
        <source>Only in {folder}</source>
        <translation>Solo en {folder}</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>En todas partes</translation>
    </message>
    <message>
        <source>{whole} of {total} searched whole</source>
        <translation>{whole} de {total} buscados enteros</translation>
    </message>
    <message>
        <source>Of the others the text is still being fetched: their people and subjects were searched.</source>
        <translation>El texto de los demás aún se está descargando: se buscó en sus personas y asuntos.</translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) on the server alone</source>
        <translation>
            <numerusform>{count} correo solo en el servidor</numerusform>
            <numerusform>{count} correos solo en el servidor</numerusform>
        </translation>
    </message>
    <message>
        <source>What is on your server alone is not searched here: it is older than your plan keeps, or has not come yet.</source>
        <translation>Lo que está solo en su servidor no se busca aquí: es más antiguo de lo que conserva su plan o aún no ha llegado.</translation>
    </message>
    <message>
        <source>The newest {count} mails found</source>
        <translation>Los {count} correos más recientes</translation>
    </message>
    <message>
        <source>Search on the server too</source>
        <translation>Buscar también en el servidor</translation>
    </message>
    <message>
        <source>Ask the servers of your accounts. What is found is looked at without being kept here.</source>
        <translation>Preguntar a los servidores de sus cuentas. Lo que se encuentra se ve sin guardarse aquí.</translation>
    </message>
</context>
<context>
    <name>SearchOffers</name>
    <message>
        <source>Recent searches</source>
        <translation>Búsquedas recientes</translation>
    </message>
    <message>
        <source>For example</source>
        <translation>Por ejemplo</translation>
    </message>
    <message>
        <source>received in the last 7 days</source>
        <translation>recibido en los últimos 7 días</translation>
    </message>
    <message>
        <source>All that can be searched for…</source>
        <translation>Todo lo que se puede buscar…</translation>
    </message>
    <message>
        <source>this month</source>
        <translation>este mes</translation>
    </message>
    <message>
        <source>this year</source>
        <translation>este año</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 días</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 días</translation>
    </message>
    <message>
        <source>6 months</source>
        <translation>6 meses</translation>
    </message>
    <message>
        <source>1 year</source>
        <translation>1 año</translation>
    </message>
</context>
<context>
    <name>SearchSheet</name>
    <message>
        <source>What can be searched for</source>
        <translation>Qué se puede buscar</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Palabras</translation>
    </message>
    <message>
        <source>In one place, or of one kind</source>
        <translation>En un lugar o de una clase</translation>
    </message>
    <message>
        <source>The names are understood in English and in Spanish. Values with spaces stand in quotes.</source>
        <translation>Los nombres se entienden en español y en inglés. Los valores con espacios van entre comillas.</translation>
    </message>
</context>
<context>
    <name>SearchWords</name>
    <message>
        <source>who wrote it</source>
        <translation>quién lo escribió</translation>
    </message>
    <message>
        <source>who got it, or a copy of it</source>
        <translation>quién lo recibió, también en copia</translation>
    </message>
    <message>
        <source>words of the subject</source>
        <translation>palabras del asunto</translation>
    </message>
    <message>
        <source>words of the text</source>
        <translation>palabras del texto</translation>
    </message>
    <message>
        <source>the name of an attachment</source>
        <translation>el nombre de un adjunto</translation>
    </message>
    <message>
        <source>unread, read, starred or answered</source>
        <translation>no leído, leído, destacado o respondido</translation>
    </message>
    <message>
        <source>an attachment, a link, a task…</source>
        <translation>un adjunto, un vínculo, una tarea…</translation>
    </message>
    <message>
        <source>received before that day, month or year</source>
        <translation>recibido antes de ese día, mes o año</translation>
    </message>
    <message>
        <source>received on that day or later</source>
        <translation>recibido ese día o después</translation>
    </message>
    <message>
        <source>received on that day, in that month or year</source>
        <translation>recibido ese día, mes o año</translation>
    </message>
    <message>
        <source>of the last days, weeks, months or years</source>
        <translation>de los últimos días, semanas, meses o años</translation>
    </message>
    <message>
        <source>older than days, weeks, months or years</source>
        <translation>de hace más días, semanas, meses o años</translation>
    </message>
    <message>
        <source>in that folder</source>
        <translation>en esa carpeta</translation>
    </message>
    <message>
        <source>larger than that, attachments and all</source>
        <translation>mayor que eso, adjuntos incluidos</translation>
    </message>
    <message>
        <source>smaller than that</source>
        <translation>menor que eso</translation>
    </message>
    <message>
        <source>in that account</source>
        <translation>en esa cuenta</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>aún no leído</translation>
    </message>
    <message>
        <source>read already</source>
        <translation>ya leído</translation>
    </message>
    <message>
        <source>with a star</source>
        <translation>con estrella</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>respondido</translation>
    </message>
    <message>
        <source>with an attachment</source>
        <translation>con adjunto</translation>
    </message>
    <message>
        <source>linked to work of any kind</source>
        <translation>vinculado a cualquier trabajo</translation>
    </message>
    <message>
        <source>linked to a task</source>
        <translation>vinculado a una tarea</translation>
    </message>
    <message>
        <source>saved to a contact in the CRM</source>
        <translation>guardado en un contacto del CRM</translation>
    </message>
    <message>
        <source>linked to a chat</source>
        <translation>vinculado a una conversación</translation>
    </message>
    <message>
        <source>linked to an event</source>
        <translation>vinculado a un evento</translation>
    </message>
    <message>
        <source>received today</source>
        <translation>recibido hoy</translation>
    </message>
    <message>
        <source>received yesterday</source>
        <translation>recibido ayer</translation>
    </message>
    <message>
        <source>invoice</source>
        <translation>factura</translation>
    </message>
    <message>
        <source>&quot;final price&quot;</source>
        <translation>&quot;precio final&quot;</translation>
    </message>
    <message>
        <source>1y</source>
        <translation>1a</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>enviados</translation>
    </message>
    <message>
        <source>roof inv</source>
        <translation>tejado fact</translation>
    </message>
    <message>
        <source>mails with both words; the start of one is enough</source>
        <translation>correos con ambas palabras; basta con el principio</translation>
    </message>
    <message>
        <source>these words one after the other</source>
        <translation>estas palabras, una tras otra</translation>
    </message>
    <message>
        <source>-draft</source>
        <translation>-borrador</translation>
    </message>
    <message>
        <source>without that word; works with everything below</source>
        <translation>sin esa palabra; vale para todo lo de abajo</translation>
    </message>
    <message>
        <source>roof OR tile</source>
        <translation>tejado O teja</translation>
    </message>
    <message>
        <source>one of the two is enough</source>
        <translation>basta con una de las dos</translation>
    </message>
</context>
<context>
    <name>ServerForm</name>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>STARTTLS</source>
        <translation>STARTTLS</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguna</translation>
    </message>
    <message>
        <source>This is not the name of a server.</source>
        <translation>Esto no es el nombre de un servidor.</translation>
    </message>
    <message>
        <source>A port is a number from 1 to 65535.</source>
        <translation>Un puerto es un número del 1 al 65535.</translation>
    </message>
    <message>
        <source>The server needs a user name.</source>
        <translation>El servidor necesita un nombre de usuario.</translation>
    </message>
    <message>
        <source>A password is never sent unencrypted to another computer.</source>
        <translation>Una contraseña nunca se envía sin cifrar a otro equipo.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Puerto</translation>
    </message>
    <message>
        <source>Protection</source>
        <translation>Protección</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Nombre de usuario</translation>
    </message>
</context>
<context>
    <name>ServerPart</name>
    <message>
        <source>Mails on the server</source>
        <translation>Correos en el servidor</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>There are more on the server: narrow the search by words or days to see them.</source>
        <translation>Hay más en el servidor: acote la búsqueda con palabras o días para verlos.</translation>
    </message>
</context>
<context>
    <name>ServerSearch</name>
    <message>
        <source>Asking the server…</source>
        <translation>Preguntando al servidor…</translation>
    </message>
    <message>
        <source>Asking {address}…</source>
        <translation>Preguntando a {address}…</translation>
    </message>
    <message>
        <source>Searching {folder} at {address}, {done} of {total} folders</source>
        <translation>Buscando en {folder} de {address}, carpeta {done} de {total}</translation>
    </message>
    <message>
        <source>The server cannot be asked for this</source>
        <translation>Al servidor no se le puede preguntar esto</translation>
    </message>
    <message>
        <source>On the server: stopped before anything was found</source>
        <translation>En el servidor: se paró antes de encontrar nada</translation>
    </message>
    <message>
        <source>On the server: nothing found</source>
        <translation>En el servidor: nada encontrado</translation>
    </message>
    <message>
        <source>On the server: nothing more</source>
        <translation>En el servidor: nada más</translation>
    </message>
    <message>
        <source>What is linked is only known of the mail here.</source>
        <translation>Los vínculos solo se conocen del correo guardado aquí.</translation>
    </message>
    <message>
        <source>Servers find no mail by the names of its files.</source>
        <translation>Los servidores no buscan por el nombre de los archivos.</translation>
    </message>
    <message>
        <source>Servers tell only roughly which mails have attachments.</source>
        <translation>Los servidores saben solo a grandes rasgos qué correos llevan adjuntos.</translation>
    </message>
    <message>
        <source>its server could not be reached, or did not answer in time.</source>
        <translation>no se pudo llegar a su servidor, o no respondió a tiempo.</translation>
    </message>
    <message>
        <source>{folder} could not be searched: {said}</source>
        <translation>no se pudo buscar en {folder}: {said}</translation>
    </message>
    <message>
        <source>its server answered in a way that cannot be trusted.</source>
        <translation>su servidor respondió de un modo del que no cabe fiarse.</translation>
    </message>
</context>
<context>
    <name>ServersPanel</name>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Edit the servers</source>
        <translation>Editar los servidores</translation>
    </message>
    <message>
        <source>Back to what was found</source>
        <translation>Volver a lo encontrado</translation>
    </message>
    <message>
        <source>Choose a CA file…</source>
        <translation>Elegir un archivo de CA…</translation>
    </message>
    <message>
        <source>Receiving (IMAP)</source>
        <translation>Recepción (IMAP)</translation>
    </message>
    <message>
        <source>Sending (SMTP)</source>
        <translation>Envío (SMTP)</translation>
    </message>
    <message>
        <source>Certificate authority</source>
        <translation>Autoridad de certificación</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Certificados (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>Told by: {source}</source>
        <translation>Según: {source}</translation>
    </message>
    <message>
        <source>Trusted too: {file}</source>
        <translation>También de confianza: {file}</translation>
    </message>
    <message>
        <source>as {user}</source>
        <translation>como {user}</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>Recepción</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Envío</translation>
    </message>
</context>
<context>
    <name>Setup</name>
    <message>
        <source>found</source>
        <translation>encontrado</translation>
    </message>
    <message>
        <source>nothing there</source>
        <translation>ahí no hay nada</translation>
    </message>
    <message>
        <source>an answer that must not be followed</source>
        <translation>una respuesta que no se debe seguir</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>sin respuesta</translation>
    </message>
    <message>
        <source>too slow</source>
        <translation>demasiado lento</translation>
    </message>
    <message>
        <source>not needed any more</source>
        <translation>ya no hace falta</translation>
    </message>
    <message>
        <source>Providers that Bandeja knows</source>
        <translation>Proveedores que Bandeja conoce</translation>
    </message>
    <message>
        <source>The domain itself</source>
        <translation>El propio dominio</translation>
    </message>
    <message>
        <source>The domain&apos;s web site</source>
        <translation>El sitio web del dominio</translation>
    </message>
    <message>
        <source>Thunderbird&apos;s public database</source>
        <translation>La base de datos pública de Thunderbird</translation>
    </message>
    <message>
        <source>Service records of the domain (DNS)</source>
        <translation>Registros de servicio del dominio (DNS)</translation>
    </message>
    <message>
        <source>The host that takes the domain&apos;s mail</source>
        <translation>El servidor que recibe el correo del dominio</translation>
    </message>
    <message>
        <source>Providers that users told about</source>
        <translation>Proveedores comunicados por usuarios</translation>
    </message>
    <message>
        <source>Usual names, tried out</source>
        <translation>Nombres habituales, probados</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Nadie</translation>
    </message>
    <message>
        <source>not encrypted, this computer only</source>
        <translation>sin cifrar, solo este equipo</translation>
    </message>
    <message>
        <source>Only DNS, which anybody on the way can change, names these servers for {domain}.</source>
        <translation>Solo el DNS, que cualquiera en el camino puede cambiar, nombra estos servidores para {domain}.</translation>
    </message>
    <message>
        <source>{domain} did not tell its servers. Its mail arrives at {provider}, so these are offered.</source>
        <translation>{domain} no dijo sus servidores. Su correo llega a {provider}, por eso se ofrecen estos.</translation>
    </message>
    <message>
        <source>Users named these servers of {provider}; {provider} itself does not.</source>
        <translation>Los usuarios nombran estos servidores de {provider}; {provider} mismo no lo hace.</translation>
    </message>
    <message>
        <source>Nobody named the servers of {domain}. Usual names were tried, and these answered.</source>
        <translation>Nadie nombró los servidores de {domain}. Se probaron nombres habituales y respondieron estos.</translation>
    </message>
    <message>
        <source>Nobody named the servers of {domain}. Type them as your provider&apos;s help page has them.</source>
        <translation>Nadie nombró los servidores de {domain}. Escríbalos como figuran en la ayuda de su proveedor.</translation>
    </message>
    <message>
        <source>The source of these servers cannot vouch for them.</source>
        <translation>La fuente de estos servidores no puede responder por ellos.</translation>
    </message>
    <message>
        <source>Your password goes there, so look at the names first.</source>
        <translation>Su contraseña va a ellos, así que mire antes los nombres.</translation>
    </message>
    <message>
        <source>An app password is needed here, not the ordinary one.</source>
        <translation>Aquí hace falta una contraseña de aplicación, no la habitual.</translation>
    </message>
    <message>
        <source>Make an app password</source>
        <translation>Crear una contraseña de aplicación</translation>
    </message>
    <message>
        <source>Open the provider&apos;s page</source>
        <translation>Abrir la página del proveedor</translation>
    </message>
    <message>
        <source>The login was refused</source>
        <translation>Se rechazó la entrada</translation>
    </message>
    <message>
        <source>Receiving does not work yet</source>
        <translation>La recepción aún no funciona</translation>
    </message>
    <message>
        <source>Receiving works, but the login for sending was refused</source>
        <translation>La recepción funciona, pero se rechazó la entrada para el envío</translation>
    </message>
    <message>
        <source>Receiving works, but sending does not yet</source>
        <translation>La recepción funciona, pero el envío aún no</translation>
    </message>
    <message>
        <source>{host} did not answer in {seconds} seconds.</source>
        <translation>{host} no respondió en {seconds} segundos.</translation>
    </message>
    <message>
        <source>The connection to {host} broke off.</source>
        <translation>La conexión con {host} se cortó.</translation>
    </message>
    <message>
        <source>{host} answers, but not as a mail server should. It said: {said}</source>
        <translation>{host} responde, pero no como un servidor de correo. Dijo: {said}</translation>
    </message>
    <message>
        <source>{host} refused the user name or the password. It said: {said}</source>
        <translation>{host} rechazó el usuario o la contraseña. Dijo: {said}</translation>
    </message>
    <message>
        <source>{host} refused this password. It said: {said}</source>
        <translation>{host} rechazó esta contraseña. Dijo: {said}</translation>
    </message>
    <message>
        <source>Either the password is wrong, or IMAP is off at the provider.</source>
        <translation>O la contraseña es incorrecta, o IMAP está desactivado en el proveedor.</translation>
    </message>
    <message>
        <source>Check the password. If it is right, this server may know you by another user name.</source>
        <translation>Revise la contraseña. Si es correcta, quizá este servidor le conozca por otro nombre de usuario.</translation>
    </message>
    <message>
        <source>Another port or protection is usual for such a server.</source>
        <translation>En un servidor así es habitual otro puerto u otra protección.</translation>
    </message>
    <message>
        <source>Log in as {user}</source>
        <translation>Entrar como {user}</translation>
    </message>
    <message>
        <source>Try {server}</source>
        <translation>Probar {server}</translation>
    </message>
    <message>
        <source>Change the servers</source>
        <translation>Cambiar los servidores</translation>
    </message>
    <message>
        <source>Choose a CA file…</source>
        <translation>Elegir un archivo de CA…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
    <message>
        <source>This provider only lets you in through its page in the browser.</source>
        <translation>Este proveedor solo deja entrar por su página en el navegador.</translation>
    </message>
</context>
<context>
    <name>SetupDialog</name>
    <message>
        <source>Add my account</source>
        <translation>Añadir mi cuenta</translation>
    </message>
    <message>
        <source>The search for the servers failed</source>
        <translation>La búsqueda de los servidores falló</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
    <message>
        <source>An address looks like name@example.org.</source>
        <translation>Una dirección es como nombre@example.org.</translation>
    </message>
    <message>
        <source>This account is already here.</source>
        <translation>Esta cuenta ya está aquí.</translation>
    </message>
    <message>
        <source>Type the password of this address.</source>
        <translation>Escriba la contraseña de esta dirección.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Use these servers and log in</source>
        <translation>Usar estos servidores y entrar</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Entrar</translation>
    </message>
    <message>
        <source>Looking for the servers of {domain}…</source>
        <translation>Buscando los servidores de {domain}…</translation>
    </message>
    <message>
        <source>Logging in to both servers…</source>
        <translation>Entrando en los dos servidores…</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>All accounts that the {plan} plan allows are here already ({count}). Remove one first.</source>
        <translation>Ya están aquí todas las cuentas que permite el plan {plan} ({count}). Quite una antes.</translation>
    </message>
    <message>
        <source>Sign in with the browser…</source>
        <translation>Iniciar sesión con el navegador…</translation>
    </message>
</context>
<context>
    <name>SetupPage</name>
    <message>
        <source>name@example.org</source>
        <translation>nombre@example.org</translation>
    </message>
    <message>
        <source>Add my account</source>
        <translation>Añadir mi cuenta</translation>
    </message>
    <message>
        <source>Email address</source>
        <translation>Dirección de correo</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>Your name, as others see it</source>
        <translation>Su nombre, como lo verán los demás</translation>
    </message>
    <message>
        <source>Type address and password; the servers are found for you.</source>
        <translation>Escriba dirección y contraseña; los servidores se buscan por usted.</translation>
    </message>
    <message>
        <source>Sign in with the browser instead…</source>
        <translation>Usar el navegador para iniciar sesión…</translation>
    </message>
</context>
<context>
    <name>SharePopup</name>
    <message>
        <source>Who sees {address} too?</source>
        <translation>¿Quién más ve {address}?</translation>
    </message>
    <message>
        <source>They can read, write and delete there like its owner.</source>
        <translation>Pueden leer, escribir y eliminar allí como su dueño.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
</context>
<context>
    <name>SheetFields</name>
    <message>
        <source>Look for somebody, or type an address</source>
        <translation>Buscar a alguien o escribir una dirección</translation>
    </message>
    <message>
        <source>Has a date</source>
        <translation>Con fecha</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Vence</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Hasta</translation>
    </message>
    <message>
        <source>All day</source>
        <translation>Todo el día</translation>
    </message>
    <message>
        <source>from: “{words}”</source>
        <translation>de: «{words}»</translation>
    </message>
    <message>
        <source>“{words}” is past.</source>
        <translation>«{words}» ya ha pasado.</translation>
    </message>
    <message>
        <source>No date was found in the mail, so this is a guess.</source>
        <translation>No se encontró fecha en el correo; esta es una suposición.</translation>
    </message>
    <message>
        <source>The whole mail is copied. The copy stays when the mail expires or is deleted.</source>
        <translation>Se copia el correo entero. La copia se queda cuando el correo caduca o se elimina.</translation>
    </message>
    <message numerus="yes">
        <source>The whole mail is copied, with {count} attachment(s) ({size}). The copy stays when the mail expires or is deleted.</source>
        <translation>
            <numerusform>Se copia el correo entero, con {count} adjunto ({size}). La copia se queda cuando el correo caduca o se elimina.</numerusform>
            <numerusform>Se copia el correo entero, con {count} adjuntos ({size}). La copia se queda cuando el correo caduca o se elimina.</numerusform>
        </translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Asunto</translation>
    </message>
    <message>
        <source>Save to</source>
        <translation>Guardar en</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>Mañana</translation>
    </message>
    <message>
        <source>In a week</source>
        <translation>Dentro de una semana</translation>
    </message>
    <message>
        <source>Due: {day}</source>
        <translation>Vence: {day}</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Para</translation>
    </message>
    <message>
        <source>With</source>
        <translation>Con</translation>
    </message>
    <message>
        <source>Guests</source>
        <translation>Invitados</translation>
    </message>
    <message>
        <source>First line</source>
        <translation>Primera línea</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Adjuntos</translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in with the browser</source>
        <translation>Iniciar sesión con el navegador</translation>
    </message>
    <message>
        <source>Open the page again</source>
        <translation>Abrir la página otra vez</translation>
    </message>
    <message>
        <source>Open the browser</source>
        <translation>Abrir el navegador</translation>
    </message>
    <message>
        <source>Type the client id that you registered with the provider.</source>
        <translation>Escriba el identificador de cliente que registró con el proveedor.</translation>
    </message>
    <message>
        <source>Both addresses begin with https://</source>
        <translation>Las dos direcciones empiezan por https://</translation>
    </message>
    <message>
        <source>The sign-in was refused</source>
        <translation>El inicio de sesión fue rechazado</translation>
    </message>
    <message>
        <source>The sign-in did not work</source>
        <translation>El inicio de sesión no funcionó</translation>
    </message>
    <message>
        <source>Waiting for you in the browser…</source>
        <translation>Esperándole en el navegador…</translation>
    </message>
    <message>
        <source>Sign in as {address}</source>
        <translation>Iniciar sesión como {address}</translation>
    </message>
    <message>
        <source>The provider asks who you are on its own page; Bandeja never sees that password. Providers let programs in by a client id: register a desktop program in your provider&apos;s console and type its id here.</source>
        <translation>El proveedor pregunta quién es usted en su propia página; Bandeja nunca ve esa contraseña. Los proveedores dejan entrar a los programas por un identificador de cliente: registre un programa de escritorio en la consola de su proveedor y escriba aquí su identificador.</translation>
    </message>
    <message>
        <source>Client id</source>
        <translation>Identificador de cliente</translation>
    </message>
    <message>
        <source>Client secret, if the provider gave one</source>
        <translation>Secreto de cliente, si el proveedor dio uno</translation>
    </message>
    <message>
        <source>Sign-in page of the provider</source>
        <translation>Página de inicio de sesión del proveedor</translation>
    </message>
    <message>
        <source>Its address for tokens</source>
        <translation>Su dirección para los tokens</translation>
    </message>
    <message>
        <source>What to ask for (scope)</source>
        <translation>Qué pedir (scope)</translation>
    </message>
</context>
<context>
    <name>SignatureForm</name>
    <message>
        <source>Signature</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>Small picture…</source>
        <translation>Imagen pequeña…</translation>
    </message>
    <message>
        <source>In answers and forwarded mail too, above the quote</source>
        <translation>También en respuestas y reenvíos, encima de la cita</translation>
    </message>
    <message>
        <source>Its pictures may have {size} together. Take one out.</source>
        <translation>Sus imágenes pueden ocupar {size} en total. Quite alguna.</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>imagen</translation>
    </message>
    <message>
        <source>This file is no picture that can be read.</source>
        <translation>Este archivo no es una imagen que se pueda leer.</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.gif *.webp *.bmp)</source>
        <translation>Imágenes (*.png *.jpg *.jpeg *.gif *.webp *.bmp)</translation>
    </message>
    <message>
        <source>Picture of the signature</source>
        <translation>Imagen de la firma</translation>
    </message>
    <message>
        <source>Signature, under every mail that you write</source>
        <translation>Firma, al pie de cada correo que se escribe</translation>
    </message>
    <message>
        <source>It may have {count} characters and {lines} lines. Shorten it.</source>
        <translation>Puede tener {count} caracteres y {lines} líneas. Conviene acortarla.</translation>
    </message>
</context>
<context>
    <name>SignaturePreview</name>
    <message>
        <source>Preview on a light ground</source>
        <translation>Vista previa sobre fondo claro</translation>
    </message>
    <message>
        <source>Preview on a dark ground</source>
        <translation>Vista previa sobre fondo oscuro</translation>
    </message>
</context>
<context>
    <name>SourceWindow</name>
    <message>
        <source>Source of “{subject}”</source>
        <translation>Original de «{subject}»</translation>
    </message>
    <message>
        <source>Source of the mail</source>
        <translation>Original del correo</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Cabecera</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>Buscar…</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Copiar todo</translation>
    </message>
    <message>
        <source>Save as .eml…</source>
        <translation>Guardar como .eml…</translation>
    </message>
    <message>
        <source>The mail has {size}; the first {shown} are shown. Saving saves all of it.</source>
        <translation>El correo ocupa {size}; se muestran los primeros {shown}. Al guardar se guarda entero.</translation>
    </message>
    <message>
        <source>What is unusual about this mail: {defects}</source>
        <translation>Lo raro de este correo: {defects}</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>Header of the mail</source>
        <translation>Cabecera del correo</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>Guardado como {name}.</translation>
    </message>
    <message>
        <source>Save mail</source>
        <translation>Guardar el correo</translation>
    </message>
</context>
<context>
    <name>States</name>
    <message>
        <source>waiting to start</source>
        <translation>a la espera de empezar</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>conectando</translation>
    </message>
    <message>
        <source>up to date {time}</source>
        <translation>al día, {time}</translation>
    </message>
    <message>
        <source>offline, next try in {wait}</source>
        <translation>sin conexión, próximo intento en {wait}</translation>
    </message>
    <message>
        <source>offline, trying again by itself</source>
        <translation>sin conexión, se vuelve a intentar</translation>
    </message>
    <message>
        <source>needs its password</source>
        <translation>necesita su contraseña</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>stopped by a problem</source>
        <translation>detenida por un problema</translation>
    </message>
    <message>
        <source>fetching {mailbox}: {done} of {total}</source>
        <translation>trayendo {mailbox}: {done} de {total}</translation>
    </message>
    <message>
        <source>checking {mailbox}</source>
        <translation>revisando {mailbox}</translation>
    </message>
    <message>
        <source>looking for new mail</source>
        <translation>buscando correo nuevo</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>, {wait} left</source>
        <translation>, quedan {wait}</translation>
    </message>
    <message>
        <source>Pause {account}</source>
        <translation>Pausar {account}</translation>
    </message>
    <message>
        <source>Let {account} go on</source>
        <translation>Reanudar {account}</translation>
    </message>
</context>
<context>
    <name>Strangers</name>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
    <message>
        <source>{address} is not among the contacts. Save “{subject}” to the CRM?</source>
        <translation>{address} no está entre los contactos. ¿Guardar «{subject}» en el CRM?</translation>
    </message>
    <message>
        <source>{address} is not among the contacts. Save the {count} mails to the CRM?</source>
        <translation>{address} no está entre los contactos. ¿Guardar los {count} correos en el CRM?</translation>
    </message>
    <message>
        <source>Save as contact</source>
        <translation>Guardar como contacto</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Ahora no</translation>
    </message>
    <message>
        <source>Never for this address</source>
        <translation>Nunca para esta dirección</translation>
    </message>
    <message>
        <source>Mail of {address} is never saved from now on. The CRM rules can change that.</source>
        <translation>El correo de {address} ya no se guarda nunca. Se puede cambiar en las reglas del CRM.</translation>
    </message>
</context>
<context>
    <name>TargetChoices</name>
    <message>
        <source>Look for another contact or company</source>
        <translation>Busque otro contacto o empresa</translation>
    </message>
    <message>
        <source>New contact: {name}</source>
        <translation>Nuevo contacto: {name}</translation>
    </message>
    <message>
        <source>A new contact</source>
        <translation>Un contacto nuevo</translation>
    </message>
    <message>
        <source>Several cards match: look whether the right one is marked.</source>
        <translation>Coinciden varias fichas: compruebe que esté marcada la correcta.</translation>
    </message>
</context>
<context>
    <name>TaskDetailView</name>
    <message>
        <source>Done</source>
        <translation>Hecha</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Has a date</source>
        <translation>Con fecha</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Vence</translation>
    </message>
    <message>
        <source>Nobody yet</source>
        <translation>Nadie todavía</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>What is to be done</source>
        <translation>Qué hay que hacer</translation>
    </message>
    <message>
        <source>Add a line to the checklist</source>
        <translation>Añadir una línea a la lista</translation>
    </message>
    <message numerus="yes">
        <source>This task keeps {count} mail(s) on this computer. When it is deleted they are free.</source>
        <translation>
            <numerusform>Esta tarea retiene {count} correo en este equipo. Al eliminarla queda libre.</numerusform>
            <numerusform>Esta tarea retiene {count} correos en este equipo. Al eliminarla quedan libres.</numerusform>
        </translation>
    </message>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Para</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>Lista de control</translation>
    </message>
</context>
<context>
    <name>Tasks</name>
    <message>
        <source>Done</source>
        <translation>Hechas</translation>
    </message>
    <message>
        <source>Without a date</source>
        <translation>Sin fecha</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>Vencidas</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>Mañana</translation>
    </message>
    <message>
        <source>Within a week</source>
        <translation>En una semana</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Más tarde</translation>
    </message>
    <message>
        <source>{done} of {all}</source>
        <translation>{done} de {all}</translation>
    </message>
</context>
<context>
    <name>TasksRoom</name>
    <message>
        <source>Open</source>
        <translation>Abiertas</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hechas</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todas</translation>
    </message>
    <message>
        <source>Show: {which}</source>
        <translation>Mostrar: {which}</translation>
    </message>
    <message>
        <source>Title or person</source>
        <translation>Título o persona</translation>
    </message>
    <message>
        <source>Look for a task</source>
        <translation>Buscar una tarea</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>Nueva tarea</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Tareas</translation>
    </message>
    <message>
        <source>No task chosen</source>
        <translation>Ninguna tarea elegida</translation>
    </message>
    <message>
        <source>No task is called so</source>
        <translation>Ninguna tarea se llama así</translation>
    </message>
    <message>
        <source>Nothing is done yet</source>
        <translation>Aún no hay nada hecho</translation>
    </message>
    <message>
        <source>No open tasks</source>
        <translation>No hay tareas abiertas</translation>
    </message>
    <message>
        <source>Press T on a mail to make a task of it. It keeps the mail on this computer until it is deleted.</source>
        <translation>Pulse T en un correo para hacer de él una tarea. Retiene el correo en este equipo hasta que se elimine.</translation>
    </message>
</context>
<context>
    <name>Telling</name>
    <message>
        <source>Type the password</source>
        <translation>Escribir la contraseña</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Volver a mirar</translation>
    </message>
    <message>
        <source>See the plan</source>
        <translation>Ver el plan</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Volver a iniciar sesión</translation>
    </message>
    <message>
        <source>The mail waits in the outbox, for its account is paused</source>
        <translation>El correo espera en la bandeja de salida: su cuenta está en pausa</translation>
    </message>
    <message>
        <source>The mail goes {moment}</source>
        <translation>El correo sale {moment}</translation>
    </message>
    <message>
        <source>Undone: {what}</source>
        <translation>Deshecho: {what}</translation>
    </message>
</context>
<context>
    <name>Templates</name>
    <message>
        <source>Save as a template…</source>
        <translation>Guardar como plantilla…</translation>
    </message>
    <message>
        <source>Change templates…</source>
        <translation>Cambiar las plantillas…</translation>
    </message>
    <message>
        <source>A template</source>
        <translation>Una plantilla</translation>
    </message>
    <message>
        <source>Write first what the template is to say.</source>
        <translation>Escriba primero lo que ha de decir la plantilla.</translation>
    </message>
    <message>
        <source>Name of the template</source>
        <translation>Nombre de la plantilla</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>The template “{name}” is saved.</source>
        <translation>La plantilla «{name}» está guardada.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>TemplatesDialog</name>
    <message>
        <source>Templates</source>
        <translation>Plantillas</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Text of the template</source>
        <translation>Texto de la plantilla</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>There are none yet. Write a mail and save its text as a template there: Ctrl+Shift+P.</source>
        <translation>Todavía no hay ninguna. Escriba un correo y guarde allí su texto como plantilla: Ctrl+Shift+P.</translation>
    </message>
    <message>
        <source>“{name}” is deleted.</source>
        <translation>«{name}» se ha eliminado.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>[name] [first name] [me]</source>
        <translation>[nombre] [nombre de pila] [yo]</translation>
    </message>
    <message>
        <source>Filled in where the template is used: {places}</source>
        <translation>Se rellenan donde se usa la plantilla: {places}</translation>
    </message>
</context>
<context>
    <name>TextPage</name>
    <message>
        <source>Text of the file</source>
        <translation>Texto del archivo</translation>
    </message>
</context>
<context>
    <name>TextView</name>
    <message>
        <source>Text of the mail</source>
        <translation>Texto del correo</translation>
    </message>
    <message>
        <source>··· show {count} quoted lines</source>
        <translation>··· mostrar {count} líneas citadas</translation>
    </message>
    <message>
        <source>··· show more ({count} lines left)</source>
        <translation>··· mostrar más (quedan {count} líneas)</translation>
    </message>
</context>
<context>
    <name>TimeField</name>
    <message>
        <source>{name}: day</source>
        <translation>{name}: día</translation>
    </message>
    <message>
        <source>{name}: time</source>
        <translation>{name}: hora</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Saved mails</source>
        <translation>Correos guardados</translation>
    </message>
    <message>
        <source>received</source>
        <translation>recibido</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>enviados</translation>
    </message>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
</context>
<context>
    <name>ToldBars</name>
    <message>
        <source>This link is of a kind that mail must not open.</source>
        <translation>Este enlace es de un tipo que el correo no debe abrir.</translation>
    </message>
    <message>
        <source>Open {host}</source>
        <translation>Abrir {host}</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Menu</source>
        <translation>Menú</translation>
    </message>
    <message>
        <source>Plan {name}: {used}</source>
        <translation>Plan {name}: {used}</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Filas</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Compactas</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normales</translation>
    </message>
    <message>
        <source>Roomy</source>
        <translation>Amplias</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colores</translation>
    </message>
    <message>
        <source>As the system has them</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claros</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuros</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>As the system has it</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>In one place: from:ana subject:roof file:pdf. All words: &quot;as they stand&quot;. Without: -draft</source>
        <translation>En un solo lugar: de:ana asunto:obra archivo:pdf. Palabras seguidas: &quot;tal como están&quot;. Sin ellas: -borrador</translation>
    </message>
    <message>
        <source>Account settings</source>
        <translation>Ajustes de la cuenta</translation>
    </message>
</context>
<context>
    <name>TourCard</name>
    <message>
        <source>Back</source>
        <translation>Volver</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Terminar</translation>
    </message>
    <message>
        <source>Back (←)</source>
        <translation>Atrás (←)</translation>
    </message>
    <message>
        <source>Next (→)</source>
        <translation>Siguiente (→)</translation>
    </message>
    <message>
        <source>End the tour (Esc)</source>
        <translation>Terminar el recorrido (Esc)</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} de {count}</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Acabar</translation>
    </message>
</context>
<context>
    <name>TourSteps</name>
    <message>
        <source>What the plan allows</source>
        <translation>Lo que permite el plan</translation>
    </message>
    <message>
        <source>Up here is the plan. Its page says how many mailboxes it has, how long mail stays on this computer, and how many mails the month still has.</source>
        <translation>Aquí arriba está el plan. Su página dice cuántos buzones tiene, cuánto tiempo se queda el correo en este equipo y cuántos envíos quedan este mes.</translation>
    </message>
    <message>
        <source>What leaves soon</source>
        <translation>Lo que se va pronto</translation>
    </message>
    <message>
        <source>Every mail says when it leaves this computer, and why. Here is what goes in the next seven days, the soonest first. On the mail server it stays.</source>
        <translation>Cada correo dice cuándo deja este equipo y por qué. Aquí está lo que se va en los próximos siete días, primero lo más próximo. En el servidor de correo se queda.</translation>
    </message>
    <message>
        <source>A shorter plan, tried first</source>
        <translation>Un plan más corto, primero de prueba</translation>
    </message>
    <message>
        <source>{plan} keeps {days}. Before anything happens, it says to the mail what would leave, folder by folder, which mailboxes stop, and offers to export it.</source>
        <translation>{plan} conserva {days}. Antes de que pase nada, dice correo por correo qué se iría, carpeta por carpeta, qué buzones se detienen, y ofrece exportarlo.</translation>
    </message>
    <message>
        <source>What is linked stays</source>
        <translation>Lo vinculado se queda</translation>
    </message>
    <message>
        <source>One old mail is linked to a task, then {plan} is chosen: the rest leaves, this one stays, and says why.</source>
        <translation>Un correo antiguo se vincula a una tarea y después se elige {plan}: el resto se va, este se queda y dice por qué.</translation>
    </message>
    <message>
        <source>The month is full</source>
        <translation>El mes está lleno</translation>
    </message>
    <message>
        <source>All sends of the month are used up. One more mail is not lost: it waits in the outbox, with the day on which it goes by itself.</source>
        <translation>Todos los envíos del mes están gastados. Un correo más no se pierde: espera en la bandeja de salida, con el día en que saldrá solo.</translation>
    </message>
    <message>
        <source>And from the beginning</source>
        <translation>Y desde el principio</translation>
    </message>
    <message>
        <source>“Start again” up here puts the demo back as it was: all mail, the first plan, the first day.</source>
        <translation>«Empezar de nuevo», aquí arriba, deja la demostración como estaba: todo el correo, el primer plan, el primer día.</translation>
    </message>
    <message>
        <source>Answer this mail</source>
        <translation>Responder a este correo</translation>
    </message>
    <message>
        <source>{mails} left this computer. The linked one is here.</source>
        <translation>{mails} han dejado este equipo. El vinculado está aquí.</translation>
    </message>
    <message>
        <source>One mail more than the month has</source>
        <translation>Un correo más de los que tiene el mes</translation>
    </message>
    <message>
        <source>This mail waits for the new month.</source>
        <translation>Este correo espera al mes nuevo.</translation>
    </message>
    <message>
        <source>{sent} sent. The next one goes on {date}.</source>
        <translation>{sent} enviados. El siguiente sale el {date}.</translation>
    </message>
</context>
<context>
    <name>TraceFold</name>
    <message>
        <source>How was this found?</source>
        <translation>¿Cómo se encontró esto?</translation>
    </message>
    <message>
        <source>Who was asked for the servers</source>
        <translation>A quién se preguntó por los servidores</translation>
    </message>
    <message>
        <source>What was tried?</source>
        <translation>¿Qué se ha probado?</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open Bandeja</source>
        <translation>Abrir Bandeja</translation>
    </message>
    <message>
        <source>Write a mail</source>
        <translation>Escribir un correo</translation>
    </message>
    <message>
        <source>Get mail</source>
        <translation>Recibir correo</translation>
    </message>
    <message>
        <source>Pause notices for an hour</source>
        <translation>Pausar los avisos una hora</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
</context>
<context>
    <name>Trust</name>
    <message>
        <source>This mail does not say who sent it, so it cannot be answered.</source>
        <translation>Este correo no dice quién lo envió, así que no se puede responder.</translation>
    </message>
    <message>
        <source>This mail names several senders: {shown}.</source>
        <translation>Este correo nombra a varios remitentes: {shown}.</translation>
    </message>
    <message>
        <source>The sender&apos;s name is written as {shown}, but the mail comes from {real}. Do not rely on the name.</source>
        <translation>El nombre del remitente dice {shown}, pero el correo viene de {real}. No se fíe del nombre.</translation>
    </message>
    <message>
        <source>The sender&apos;s name mentions {shown}, but the mail comes from {real}. Do not rely on the name.</source>
        <translation>El nombre del remitente menciona {shown}, pero el correo viene de {real}. No se fíe del nombre.</translation>
    </message>
    <message>
        <source>The sender&apos;s name had hidden characters that make it read differently. The true address is {real}.</source>
        <translation>El nombre del remitente tenía caracteres ocultos que lo hacen leerse de otro modo. La dirección verdadera es {real}.</translation>
    </message>
    <message>
        <source>{real} only resembles {shown}, which you know. Check the address letter by letter.</source>
        <translation>{real} solo se parece a {shown}, que usted conoce. Compruebe la dirección letra por letra.</translation>
    </message>
    <message>
        <source>The address {real} is written with letters of another alphabet so that it reads like {shown}.</source>
        <translation>La dirección {real} está escrita con letras de otro alfabeto para que se lea como {shown}.</translation>
    </message>
    <message>
        <source>An answer would go to {real}, not to {shown}.</source>
        <translation>Una respuesta iría a {real}, no a {shown}.</translation>
    </message>
    <message>
        <source>Sent by {real} in the name of {shown}.</source>
        <translation>Enviado por {real} en nombre de {shown}.</translation>
    </message>
    <message>
        <source>The text of this link says {shown}, but it leads to {host}.</source>
        <translation>El texto de este enlace dice {shown}, pero lleva a {host}.</translation>
    </message>
    <message>
        <source>This link leads to {host}, a name with letters of another alphabet that look alike.</source>
        <translation>Este enlace lleva a {host}, un nombre con letras parecidas de otro alfabeto.</translation>
    </message>
    <message>
        <source>This link leads to {host}; what stands before the @ in its address is there to mislead.</source>
        <translation>Este enlace lleva a {host}; lo que va delante de la @ en su dirección está para engañar.</translation>
    </message>
    <message>
        <source>This link leads to {host}, a computer without a name.</source>
        <translation>Este enlace lleva a {host}, un equipo sin nombre.</translation>
    </message>
    <message>
        <source>This link leads to {host}; its text holds hidden characters.</source>
        <translation>Este enlace lleva a {host}; su texto contiene caracteres ocultos.</translation>
    </message>
    <message>
        <source>This link leads to {host} at an unusual place (port).</source>
        <translation>Este enlace lleva a {host} por un puerto poco habitual.</translation>
    </message>
</context>
<context>
    <name>TryingDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>UsagePane</name>
    <message>
        <source>Mailboxes</source>
        <translation>Buzones</translation>
    </message>
    <message>
        <source>Shared mailboxes</source>
        <translation>Compartidos</translation>
    </message>
    <message>
        <source>Mail kept here</source>
        <translation>Correo conservado</translation>
    </message>
    <message>
        <source>Fetched when connected</source>
        <translation>Al conectar</translation>
    </message>
    <message>
        <source>Attachments in one mail</source>
        <translation>Adjuntos por correo</translation>
    </message>
    <message>
        <source>Sent this month</source>
        <translation>Enviados este mes</translation>
    </message>
    <message>
        <source>Try another plan…</source>
        <translation>Probar otro plan…</translation>
    </message>
    <message>
        <source>Fetch again…</source>
        <translation>Descargar otra vez…</translation>
    </message>
    <message>
        <source>{used} of {allowed}</source>
        <translation>{used} de {allowed}</translation>
    </message>
    <message numerus="yes">
        <source>{count} suspended</source>
        <translation>
            <numerusform>{count} suspendido</numerusform>
            <numerusform>{count} suspendidos</numerusform>
        </translation>
    </message>
    <message>
        <source>for each member</source>
        <translation>por miembro</translation>
    </message>
    <message>
        <source>as many as wanted</source>
        <translation>tantos como quiera</translation>
    </message>
    <message>
        <source>in the workspace</source>
        <translation>en el espacio de trabajo</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nada</translation>
    </message>
    <message>
        <source>without limit</source>
        <translation>sin límite</translation>
    </message>
    <message>
        <source>linked mail longer</source>
        <translation>lo vinculado, más</translation>
    </message>
    <message>
        <source>of mail, back in time</source>
        <translation>de correo hacia atrás</translation>
    </message>
    <message>
        <source>on every plan</source>
        <translation>en todos los planes</translation>
    </message>
    <message>
        <source>Mail without a linked task leaves this computer at once. It stays on your mail server.</source>
        <translation>El correo sin tarea vinculada deja enseguida este equipo. Sigue en su servidor de correo.</translation>
    </message>
    <message>
        <source>The {plan} plan keeps {days} here. What is older leaves this computer only; it stays on your mail server.</source>
        <translation>El plan {plan} conserva {days} aquí. Lo más antiguo deja solo este equipo; sigue en su servidor de correo.</translation>
    </message>
    <message>
        <source>{plan} keeps mail longest. What is older leaves this computer only; it stays on your mail server.</source>
        <translation>{plan} es el que más conserva. Lo más antiguo deja solo este equipo; sigue en su servidor de correo.</translation>
    </message>
    <message>
        <source>Fetch again, up to {days}</source>
        <translation>Descargar otra vez, hasta {days}</translation>
    </message>
    <message>
        <source>Fetches from your server what this plan may keep and this computer no longer has</source>
        <translation>Descarga de su servidor lo que este plan puede conservar y este equipo ya no tiene</translation>
    </message>
    <message>
        <source>Nothing leaves just now: this computer&apos;s date cannot be right. Check the date.</source>
        <translation>Ahora no se va nada: la fecha de este equipo no puede ser correcta. Revise la fecha.</translation>
    </message>
    <message>
        <source>See what leaves</source>
        <translation>Ver qué se va</translation>
    </message>
    <message>
        <source>Choose a plan</source>
        <translation>Elegir un plan</translation>
    </message>
    <message>
        <source>Call it off</source>
        <translation>Anular</translation>
    </message>
</context>
<context>
    <name>WaitingButton</name>
    <message>
        <source>Mail to be sent, drafts, and changes that have not reached their server</source>
        <translation>Correo por enviar, borradores y cambios que no han llegado a su servidor</translation>
    </message>
    <message>
        <source>Waiting and drafts · {count}</source>
        <translation>Pendientes y borradores · {count}</translation>
    </message>
</context>
<context>
    <name>WeekView</name>
    <message>
        <source>Week</source>
        <translation>Semana</translation>
    </message>
</context>
<context>
    <name>WhatIfPane</name>
    <message>
        <source>Looking at all mail…</source>
        <translation>Mirando todo el correo…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>Trabajando…</translation>
    </message>
    <message>
        <source>{plan}, the plan in force</source>
        <translation>{plan}, el plan vigente</translation>
    </message>
    <message>
        <source>{plan} instead of {present}</source>
        <translation>{plan} en lugar de {present}</translation>
    </message>
    <message>
        <source>Choose a plan to see what it would do</source>
        <translation>Elija un plan para ver qué haría</translation>
    </message>
    <message>
        <source>Choose {plan} now</source>
        <translation>Elegir {plan} ahora</translation>
    </message>
    <message>
        <source>Choose {plan} from {date}</source>
        <translation>Elegir {plan} desde el {date}</translation>
    </message>
    <message>
        <source>This plan is in force. Choose another one to compare.</source>
        <translation>Este plan está vigente. Elija otro para comparar.</translation>
    </message>
    <message>
        <source>Until that day it can be called off. After it, only choosing the plan again takes you back.</source>
        <translation>Hasta ese día puede anularse. Después, solo se vuelve eligiendo otra vez el plan.</translation>
    </message>
    <message>
        <source>“Undo” does not take a plan back: choose {present} again for that.</source>
        <translation>«Deshacer» no devuelve el plan anterior: para eso, elija otra vez {present}.</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>From the</source>
        <translation>Desde el</translation>
    </message>
    <message>
        <source>Apply the plan now</source>
        <translation>Aplicar el plan ahora</translation>
    </message>
    <message>
        <source>Apply the plan from a day on</source>
        <translation>Aplicar el plan desde un día</translation>
    </message>
    <message>
        <source>Day from which the plan counts</source>
        <translation>Día desde el que cuenta el plan</translation>
    </message>
    <message>
        <source>Keep these mailboxes</source>
        <translation>Conservar estos buzones</translation>
    </message>
    <message>
        <source>{plan} was begun here before, and it begins only once. Choose another plan.</source>
        <translation>{plan} ya empezó aquí antes, y solo empieza una vez. Elija otro plan.</translation>
    </message>
</context>
<context>
    <name>WhatIfResult</name>
    <message>
        <source>Export them…</source>
        <translation>Exportarlos…</translation>
    </message>
    <message>
        <source>Save what would leave into files first</source>
        <translation>Guardar antes en archivos lo que se iría</translation>
    </message>
    <message>
        <source>No mail leaves this computer</source>
        <translation>Ningún correo deja este equipo</translation>
    </message>
    <message>
        <source>The {plan} plan keeps only what is linked to a task.</source>
        <translation>El plan {plan} conserva solo lo vinculado a una tarea.</translation>
    </message>
    <message>
        <source>The {plan} plan keeps {days}.</source>
        <translation>El plan {plan} conserva {days}.</translation>
    </message>
    <message>
        <source>All of it stays on your mail server.</source>
        <translation>Todo sigue en su servidor de correo.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Mailbox</source>
        <translation>Buzón</translation>
    </message>
    <message>
        <source>Mails</source>
        <translation>Correos</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Past their time, and kept all the same: {kept}.</source>
        <translation>Pasados de plazo y conservados de todos modos: {kept}.</translation>
    </message>
    <message>
        <source>It keeps longer. What has left can then be fetched again from your server, up to {days} back.</source>
        <translation>Conserva más. Lo que se fue podrá descargarse otra vez de su servidor, hasta {days} atrás.</translation>
    </message>
    <message>
        <source>No mailbox is fetched from or sent from. Their settings stay.</source>
        <translation>De ningún buzón se descarga ni se envía. Su configuración se conserva.</translation>
    </message>
    <message>
        <source>Choose which stay:</source>
        <translation>Elija cuáles se quedan:</translation>
    </message>
    <message>
        <source>Until there is a place again, only its owner sees: {names}.</source>
        <translation>Hasta que haya sitio de nuevo, solo su dueño ve: {names}.</translation>
    </message>
    <message>
        <source>{count} mails a month</source>
        <translation>{count} correos al mes</translation>
    </message>
    <message>
        <source>Nothing is sent. What is written waits in the outbox.</source>
        <translation>No se envía nada. Lo que se escriba espera en la bandeja de salida.</translation>
    </message>
    <message>
        <source>None is left this month: what is written waits until the next.</source>
        <translation>No queda ninguno este mes: lo que se escriba espera al próximo.</translation>
    </message>
    <message>
        <source>This number is assumed: the rules do not state one.</source>
        <translation>Esta cifra es supuesta: las reglas no indican ninguna.</translation>
    </message>
</context>
<context>
    <name>WhySaved</name>
    <message>
        <source>Not saved: {detail} is on the list of what is never saved.</source>
        <translation>No guardado: {detail} está en la lista de lo que nunca se guarda.</translation>
    </message>
    <message>
        <source>Not saved: it is junk.</source>
        <translation>No guardado: es correo no deseado.</translation>
    </message>
    <message>
        <source>Not saved: it was in the trash.</source>
        <translation>No guardado: estaba en la papelera.</translation>
    </message>
    <message>
        <source>Not saved: this mailbox saves nothing by itself.</source>
        <translation>No guardado: este buzón no guarda nada automáticamente.</translation>
    </message>
    <message>
        <source>Not saved: it came before this mailbox was told to save mail.</source>
        <translation>No guardado: llegó antes de que este buzón empezara a guardar correo.</translation>
    </message>
    <message>
        <source>Not judged yet: it waits for its text.</source>
        <translation>Aún sin decidir: falta descargar su texto.</translation>
    </message>
    <message>
        <source>Not saved: this mailbox saves only mail that comes in.</source>
        <translation>No guardado: este buzón solo guarda el correo recibido.</translation>
    </message>
    <message>
        <source>Not saved: this mailbox saves only mail that goes out.</source>
        <translation>No guardado: este buzón solo guarda el correo enviado.</translation>
    </message>
    <message>
        <source>Not saved: it belongs to no conversation that was saved before.</source>
        <translation>No guardado: no pertenece a ninguna conversación guardada antes.</translation>
    </message>
    <message>
        <source>Not saved: it names nobody but us.</source>
        <translation>No guardado: no aparece nadie más que nosotros.</translation>
    </message>
    <message>
        <source>Not saved: it comes from a mailing list, and {detail} is not among the contacts.</source>
        <translation>No guardado: viene de una lista de correo y {detail} no está entre los contactos.</translation>
    </message>
    <message>
        <source>Not saved: {detail} is not among the contacts.</source>
        <translation>No guardado: {detail} no está entre los contactos.</translation>
    </message>
    <message>
        <source>Not saved by itself: {detail} is not among the contacts, and you want to be asked.</source>
        <translation>No guardado automáticamente: {detail} no está entre los contactos y usted prefiere que se le pregunte.</translation>
    </message>
    <message>
        <source>Saved by the mailbox&apos;s rule; {detail} became a contact.</source>
        <translation>Guardado por la regla del buzón; {detail} es ahora un contacto.</translation>
    </message>
    <message>
        <source>Saved by the mailbox&apos;s rule.</source>
        <translation>Guardado por la regla del buzón.</translation>
    </message>
    <message>
        <source>Saved by hand.</source>
        <translation>Guardado a mano.</translation>
    </message>
    <message>
        <source>Not saved: the CRM could not take it.</source>
        <translation>No guardado: el CRM no pudo recibirlo.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>{count} bytes</source>
        <translation>{count} bytes</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Ayer</translation>
    </message>
    <message>
        <source>no date</source>
        <translation>sin fecha</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>menos de un minuto</translation>
    </message>
    <message>
        <source>tomorrow {time}</source>
        <translation>mañana {time}</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>{backend} has no page for this; look for it there.</source>
        <translation>{backend} no tiene página para esto; búsquelo allí.</translation>
    </message>
    <message>
        <source>This mail is no longer here: it was moved or deleted.</source>
        <translation>Este correo ya no está aquí: se movió o se eliminó.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Ver</translation>
    </message>
    <message>
        <source>This mail asks for no answer to an invitation.</source>
        <translation>Este correo no pide respuesta a una invitación.</translation>
    </message>
    <message>
        <source>The invitation is still being read.</source>
        <translation>La invitación se está leyendo todavía.</translation>
    </message>
    <message>
        <source>This mail does not say how to leave a list.</source>
        <translation>Este correo no dice cómo darse de baja de una lista.</translation>
    </message>
    <message>
        <source>This mail has not been read yet: print it when its text is here.</source>
        <translation>Este correo aún no se ha cargado: imprímalo cuando se vea el texto.</translation>
    </message>
</context>
<context>
    <name>_Card</name>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>Quitar {name}</translation>
    </message>
</context>
<context>
    <name>_TimelineDelegate</name>
    <message>
        <source>No subject</source>
        <translation>Sin asunto</translation>
    </message>
</context>
<context>
    <name>_View</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
</context>
</TS>
