<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>{name}: {count} mail(s)</source>
        <translation>
            <numerusform>{name}: {count} mail</numerusform>
            <numerusform>{name}: {count} mails</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} unread</source>
        <translation>
            <numerusform>{count} unread</numerusform>
            <numerusform>{count} unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} sent mail(s) wait for an answer</source>
        <translation>
            <numerusform>{count} sent mail waits for an answer</numerusform>
            <numerusform>{count} sent mails wait for an answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) vanished from the server at once and are kept here until you say so.</source>
        <translation>
            <numerusform>{count} mail vanished from the server and is kept here until you say so.</numerusform>
            <numerusform>{count} mails vanished from the server at once and are kept here until you say so.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>no answer for {count} day(s)</source>
        <translation>
            <numerusform>no answer for {count} day</numerusform>
            <numerusform>no answer for {count} days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} day(s) left</source>
        <translation>
            <numerusform>{count} day left</numerusform>
            <numerusform>{count} days left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No mail in the last {count} day(s)</source>
        <translation>
            <numerusform>No mail in the last day</numerusform>
            <numerusform>No mail in the last {count} days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The {plan} plan keeps {count} day(s) here; older mail is still on your server.</source>
        <translation>
            <numerusform>The {plan} plan keeps {count} day here; older mail is still on your server.</numerusform>
            <numerusform>The {plan} plan keeps {count} days here; older mail is still on your server.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try fewer words, or only their beginnings. The {count} day(s) kept here were searched; older mail is on your server.</source>
        <translation>
            <numerusform>Try fewer words, or only their beginnings. The one day kept here was searched; older mail is on your server.</numerusform>
            <numerusform>Try fewer words, or only their beginnings. The {count} days kept here were searched; older mail is on your server.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) moved to {target}</source>
        <translation>
            <numerusform>{count} mail moved to {target}</numerusform>
            <numerusform>{count} mails moved to {target}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) copied to {target}</source>
        <translation>
            <numerusform>{count} mail copied to {target}</numerusform>
            <numerusform>{count} mails copied to {target}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) archived</source>
        <translation>
            <numerusform>{count} mail archived</numerusform>
            <numerusform>{count} mails archived</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) moved to the trash</source>
        <translation>
            <numerusform>{count} mail moved to the trash</numerusform>
            <numerusform>{count} mails moved to the trash</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) deleted for good. A few seconds are left to undo it, offline too.</source>
        <translation>
            <numerusform>{count} mail deleted for good. A few seconds are left to undo it, offline too.</numerusform>
            <numerusform>{count} mails deleted for good. A few seconds are left to undo it, offline too.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) marked as junk</source>
        <translation>
            <numerusform>{count} mail marked as junk</numerusform>
            <numerusform>{count} mails marked as junk</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) moved to the inbox, not junk</source>
        <translation>
            <numerusform>{count} mail moved to the inbox, not junk</numerusform>
            <numerusform>{count} mails moved to the inbox, not junk</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) marked as read</source>
        <translation>
            <numerusform>{count} mail marked as read</numerusform>
            <numerusform>{count} mails marked as read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) marked as unread</source>
        <translation>
            <numerusform>{count} mail marked as unread</numerusform>
            <numerusform>{count} mails marked as unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) starred</source>
        <translation>
            <numerusform>{count} mail starred</numerusform>
            <numerusform>{count} mails starred</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Star removed from {count} mail(s)</source>
        <translation>
            <numerusform>Star removed from {count} mail</numerusform>
            <numerusform>Star removed from {count} mails</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} change(s) taken back</source>
        <translation>
            <numerusform>{count} change taken back</numerusform>
            <numerusform>{count} changes taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) removed here too</source>
        <translation>
            <numerusform>{count} mail removed here too</numerusform>
            <numerusform>{count} mails removed here too</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} day(s) kept</source>
        <translation>
            <numerusform>{count} day kept</numerusform>
            <numerusform>{count} days kept</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move {count} mail(s) to {target}</source>
        <translation>
            <numerusform>Move {count} mail to {target}</numerusform>
            <numerusform>Move {count} mails to {target}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy {count} mail(s) to {target}</source>
        <translation>
            <numerusform>Copy {count} mail to {target}</numerusform>
            <numerusform>Copy {count} mails to {target}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Bring {count} mail(s) to {target} in another account</source>
        <translation>
            <numerusform>Bring {count} mail to {target} in another account</numerusform>
            <numerusform>Bring {count} mails to {target} in another account</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change the marks of {count} mail(s)</source>
        <translation>
            <numerusform>Change the marks of {count} mail</numerusform>
            <numerusform>Change the marks of {count} mails</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete {count} mail(s) for good</source>
        <translation>
            <numerusform>Delete {count} mail for good</numerusform>
            <numerusform>Delete {count} mails for good</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {count} minute(s)</source>
        <translation>
            <numerusform>about {count} minute</numerusform>
            <numerusform>about {count} minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {count} hour(s)</source>
        <translation>
            <numerusform>about {count} hour</numerusform>
            <numerusform>about {count} hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The file holds {count} event(s), the first is “{title}”.</source>
        <translation>
            <numerusform>The file holds {count} event, the first is “{title}”.</numerusform>
            <numerusform>The file holds {count} events, the first is “{title}”.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} event(s) taken over</source>
        <translation>
            <numerusform>{count} event taken over</numerusform>
            <numerusform>{count} events taken over</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} saved mail(s)</source>
        <translation>
            <numerusform>{count} saved mail</numerusform>
            <numerusform>{count} saved mails</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} day(s) before</source>
        <translation>
            <numerusform>{count} day before</numerusform>
            <numerusform>{count} days before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} hour(s) before</source>
        <translation>
            <numerusform>{count} hour before</numerusform>
            <numerusform>{count} hours before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} minute(s) before</source>
        <translation>
            <numerusform>{count} minute before</numerusform>
            <numerusform>{count} minutes before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s)</source>
        <translation>
            <numerusform>{count} mail</numerusform>
            <numerusform>{count} mails</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} wait(s) for it.</source>
        <translation>
            <numerusform>{count} waits for it.</numerusform>
            <numerusform>{count} wait for it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) saved, last {time}</source>
        <translation>
            <numerusform>{count} mail saved, last {time}</numerusform>
            <numerusform>{count} mails saved, last {time}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) linked</source>
        <translation>
            <numerusform>{count} mail linked</numerusform>
            <numerusform>{count} mails linked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) leave this computer in the next 7 days</source>
        <translation>
            <numerusform>{count} mail leaves this computer in the next 7 days</numerusform>
            <numerusform>{count} mails leave this computer in the next 7 days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing leaves in the next {count} day(s)</source>
        <translation>
            <numerusform>Nothing leaves in the next day</numerusform>
            <numerusform>Nothing leaves in the next {count} days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The {plan} plan keeps {count} day(s) here, and no mail is that old yet. What is linked to a task stays longer.</source>
        <translation>
            <numerusform>The {plan} plan keeps {count} day here, and no mail is that old yet. What is linked to a task stays longer.</numerusform>
            <numerusform>The {plan} plan keeps {count} days here, and no mail is that old yet. What is linked to a task stays longer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} day(s) later</source>
        <translation>
            <numerusform>{count} day later</numerusform>
            <numerusform>{count} days later</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} day(s) pass…</source>
        <translation>
            <numerusform>{count} day passes…</numerusform>
            <numerusform>{count} days pass…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{past}: {count} mail(s) left this computer. On the server nothing has changed.</source>
        <translation>
            <numerusform>{past}: {count} mail left this computer. On the server nothing has changed.</numerusform>
            <numerusform>{past}: {count} mails left this computer. On the server nothing has changed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} day(s) ahead</source>
        <translation>
            <numerusform>{count} day ahead</numerusform>
            <numerusform>{count} days ahead</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leaves this computer on {date}, in {count} day(s): {reason}. It stays on your server.</source>
        <translation>
            <numerusform>Leaves this computer on {date}, in {count} day: {reason}. It stays on your server.</numerusform>
            <numerusform>Leaves this computer on {date}, in {count} days: {reason}. It stays on your server.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} could not be written: their text is not on this computer yet.</source>
        <translation>
            <numerusform>{count} could not be written: its text is not on this computer yet.</numerusform>
            <numerusform>{count} could not be written: their text is not on this computer yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) leave this computer in the next 7 days, the soonest first. They stay on your server.</source>
        <translation>
            <numerusform>{count} mail leaves this computer in the next 7 days. It stays on your server.</numerusform>
            <numerusform>{count} mails leave this computer in the next 7 days, the soonest first. They stay on your server.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} day(s)</source>
        <translation>
            <numerusform>{count} day</numerusform>
            <numerusform>{count} days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mailbox(es)</source>
        <translation>
            <numerusform>{count} mailbox</numerusform>
            <numerusform>{count} mailboxes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} linked to a task</source>
        <translation>
            <numerusform>{count} linked to a task</numerusform>
            <numerusform>{count} linked to a task</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} until the CRM has its copy</source>
        <translation>
            <numerusform>{count} until the CRM has its copy</numerusform>
            <numerusform>{count} until the CRM has its copy</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} with a change that waits for the server</source>
        <translation>
            <numerusform>{count} with a change that waits for the server</numerusform>
            <numerusform>{count} with a change that waits for the server</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} draft(s)</source>
        <translation>
            <numerusform>{count} draft</numerusform>
            <numerusform>{count} drafts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} for another reason</source>
        <translation>
            <numerusform>{count} for another reason</numerusform>
            <numerusform>{count} for another reason</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) leave at once. “Undo” does not bring them back: only a plan that keeps longer does, by fetching them again from your server.</source>
        <translation>
            <numerusform>{count} mail leaves at once. “Undo” does not bring it back: only a plan that keeps longer does, by fetching it again from your server.</numerusform>
            <numerusform>{count} mails leave at once. “Undo” does not bring them back: only a plan that keeps longer does, by fetching them again from your server.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) leave this computer ({size})</source>
        <translation>
            <numerusform>{count} mail leaves this computer ({size})</numerusform>
            <numerusform>{count} mails leave this computer ({size})</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mailbox(es) for each member</source>
        <translation>
            <numerusform>{count} mailbox for each member</numerusform>
            <numerusform>{count} mailboxes for each member</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} stop(s): {names}. No fetching and no sending; the settings stay.</source>
        <translation>
            <numerusform>{count} stops: {names}. No fetching and no sending; its settings stay.</numerusform>
            <numerusform>{count} stop: {names}. No fetching and no sending; their settings stay.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} go(es) on again: {names}.</source>
        <translation>
            <numerusform>{count} goes on again: {names}.</numerusform>
            <numerusform>{count} go on again: {names}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} share(s) rest</source>
        <translation>
            <numerusform>{count} share rests</numerusform>
            <numerusform>{count} shares rest</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} of them are left this month: what was sent counts on.</source>
        <translation>
            <numerusform>{count} of them is left this month: what was sent counts on.</numerusform>
            <numerusform>{count} of them are left this month: what was sent counts on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} more address(es) wait(s).</source>
        <translation>
            <numerusform>{count} more address waits.</numerusform>
            <numerusform>{count} more addresses wait.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete the folder {name} with all its mail for good, on the server too? {count} mail(s) of it are here.</source>
        <translation>
            <numerusform>Delete the folder {name} with all its mail for good, on the server too? {count} mail of it is here.</numerusform>
            <numerusform>Delete the folder {name} with all its mail for good, on the server too? {count} mails of it are here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing was deleted: {count} of these mails belong(s) to a task, such as “{task}”.</source>
        <translation>
            <numerusform>Nothing was deleted: {count} of these mails belongs to a task, “{task}”.</numerusform>
            <numerusform>Nothing was deleted: {count} of these mails belong to a task, such as “{task}”.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete the other {count}</source>
        <translation>
            <numerusform>Delete the other one</numerusform>
            <numerusform>Delete the other {count}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} more</source>
        <translation>
            <numerusform>{count} more</numerusform>
            <numerusform>{count} more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and {count} more</source>
        <translation>
            <numerusform>and {count} more</numerusform>
            <numerusform>and {count} more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} new mail(s)</source>
        <translation>
            <numerusform>{count} new mail</numerusform>
            <numerusform>{count} new mails</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} new mail(s) from {names}</source>
        <translation>
            <numerusform>{count} new mail from {names}</numerusform>
            <numerusform>{count} new mails from {names}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} unread mail(s)</source>
        <translation>
            <numerusform>{count} unread mail</numerusform>
            <numerusform>{count} unread mails</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take {count} draft(s) off the server</source>
        <translation>
            <numerusform>Take {count} draft off the server</numerusform>
            <numerusform>Take {count} drafts off the server</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} time(s)</source>
        <translation>
            <numerusform>{count} time</numerusform>
            <numerusform>{count} times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every {count} day(s)</source>
        <translation>
            <numerusform>Every day</numerusform>
            <numerusform>Every {count} days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every {count} week(s)</source>
        <translation>
            <numerusform>Every week</numerusform>
            <numerusform>Every {count} weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every {count} month(s)</source>
        <translation>
            <numerusform>Every month</numerusform>
            <numerusform>Every {count} months</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every {count} year(s)</source>
        <translation>
            <numerusform>Every year</numerusform>
            <numerusform>Every {count} years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} recipient(s)</source>
        <translation>
            <numerusform>{count} recipient</numerusform>
            <numerusform>{count} recipients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) back where they were</source>
        <translation>
            <numerusform>{count} mail back where it was</numerusform>
            <numerusform>{count} mails back where they were</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) put off until {moment}</source>
        <translation>
            <numerusform>{count} mail put off until {moment}</numerusform>
            <numerusform>{count} mails put off until {moment}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) are back from Later</source>
        <translation>
            <numerusform>{count} mail is back from Later</numerusform>
            <numerusform>{count} mails are back from Later</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) put off until now are no longer on this computer, as the plan says. They are in Later on your server.</source>
        <translation>
            <numerusform>{count} mail put off until now is no longer on this computer, as the plan says. It is in Later on your server.</numerusform>
            <numerusform>{count} mails put off until now are no longer on this computer, as the plan says. They are in Later on your server.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) in this conversation</source>
        <translation>
            <numerusform>{count} mail in this conversation</numerusform>
            <numerusform>{count} mails in this conversation</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in {count} hour(s)</source>
        <translation>
            <numerusform>in {count} hour</numerusform>
            <numerusform>in {count} hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in {count} day(s)</source>
        <translation>
            <numerusform>in {count} day</numerusform>
            <numerusform>in {count} days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No answer to {count} mail(s) is waited for any more</source>
        <translation>
            <numerusform>No answer to {count} mail is waited for any more</numerusform>
            <numerusform>No answer to {count} mails is waited for any more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) brought forward {moment} unless somebody answers</source>
        <translation>
            <numerusform>{count} mail is brought forward {moment} unless somebody answers</numerusform>
            <numerusform>{count} mails are brought forward {moment} unless somebody answers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nobody has answered: “{subject}”, sent to {person} {count} day(s) ago.</source>
        <translation>
            <numerusform>Nobody has answered: “{subject}”, sent to {person} {count} day ago.</numerusform>
            <numerusform>Nobody has answered: “{subject}”, sent to {person} {count} days ago.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) have no answer yet.</source>
        <translation>
            <numerusform>{count} mail has no answer yet.</numerusform>
            <numerusform>{count} mails have no answer yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} and {count} other(s)</source>
        <translation>
            <numerusform>{name} and {count} other</numerusform>
            <numerusform>{name} and {count} others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} more account(s)</source>
        <translation>
            <numerusform>{count} more account</numerusform>
            <numerusform>{count} more accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On the server: the newest {count}</source>
        <translation>
            <numerusform>On the server: the newest one</numerusform>
            <numerusform>On the server: the newest {count}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On the server: {count} found before you stopped</source>
        <translation>
            <numerusform>On the server: {count} found before you stopped</numerusform>
            <numerusform>On the server: {count} found before you stopped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On the server: {count} more</source>
        <translation>
            <numerusform>On the server: {count} more</numerusform>
            <numerusform>On the server: {count} more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Conversation of {count} mail(s)</source>
        <translation>
            <numerusform>Conversation of {count} mail</numerusform>
            <numerusform>Conversation of {count} mails</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AttachmentActions</name>
    <message numerus="yes">
        <source>{count} file(s) saved in {folder}.</source>
        <translation>
            <numerusform>{count} file saved in {folder}.</numerusform>
            <numerusform>{count} files saved in {folder}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AttachmentList</name>
    <message numerus="yes">
        <source>{count} attachment(s): {used} of {limit}</source>
        <translation>
            <numerusform>{count} attachment: {used} of {limit}</numerusform>
            <numerusform>{count} attachments: {used} of {limit}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AttachmentStrip</name>
    <message numerus="yes">
        <source>{count} attachment(s)</source>
        <translation>
            <numerusform>{count} attachment</numerusform>
            <numerusform>{count} attachments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BodyEditor</name>
    <message numerus="yes">
        <source>··· show {count} quoted line(s)</source>
        <translation>
            <numerusform>··· show {count} quoted line</numerusform>
            <numerusform>··· show {count} quoted lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ContactsRoom</name>
    <message numerus="yes">
        <source>Delete {name} and the {count} mail(s) saved there?</source>
        <translation>
            <numerusform>Delete {name} and the {count} mail saved there?</numerusform>
            <numerusform>Delete {name} and the {count} mails saved there?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message numerus="yes">
        <source>{count} mail(s) are chosen. What you do now happens to all of them.</source>
        <translation>
            <numerusform>{count} mail are chosen. What you do now happens to all of them.</numerusform>
            <numerusform>{count} mails are chosen. What you do now happens to all of them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LinkSheet</name>
    <message numerus="yes">
        <source>{count} mail(s)</source>
        <translation>
            <numerusform>{count} mail</numerusform>
            <numerusform>{count} mails</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MailCards</name>
    <message numerus="yes">
        <source>From {count} mail(s)</source>
        <translation>
            <numerusform>From {count} mail</numerusform>
            <numerusform>From {count} mails</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MailCommands</name>
    <message numerus="yes">
        <source>Delete {count} mail(s) for good, on the server too?</source>
        <translation>
            <numerusform>Delete {count} mail for good, on the server too?</numerusform>
            <numerusform>Delete {count} mails for good, on the server too?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MembersPane</name>
    <message numerus="yes">
        <source>{count} own mailbox(es)</source>
        <translation>
            <numerusform>{count} own mailbox</numerusform>
            <numerusform>{count} own mailboxes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>sees {count} of others</source>
        <translation>
            <numerusform>sees {count} of others</numerusform>
            <numerusform>sees {count} of others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MonthView</name>
    <message numerus="yes">
        <source>{count} more</source>
        <translation>
            <numerusform>{count} more</numerusform>
            <numerusform>{count} more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OperationsPanel</name>
    <message numerus="yes">
        <source>and {count} more</source>
        <translation>
            <numerusform>and {count} more</numerusform>
            <numerusform>and {count} more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RemotePictures</name>
    <message numerus="yes">
        <source>{count} picture(s) from the network were not loaded, so nobody learns that you read this mail.</source>
        <translation>
            <numerusform>{count} picture from the network was not loaded, so nobody learns that you read this mail.</numerusform>
            <numerusform>{count} pictures from the network were not loaded, so nobody learns that you read this mail.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} picture(s) could not be loaded.</source>
        <translation>
            <numerusform>{count} picture could not be loaded.</numerusform>
            <numerusform>{count} pictures could not be loaded.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} tracker(s) left out: {names}.</source>
        <translation>
            <numerusform>{count} tracker left out: {names}.</numerusform>
            <numerusform>{count} trackers left out: {names}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchLine</name>
    <message numerus="yes">
        <source>{count} mail(s) on the server alone</source>
        <translation>
            <numerusform>{count} mail on the server alone</numerusform>
            <numerusform>{count} mails on the server alone</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} mail(s) found</source>
        <translation>
            <numerusform>{count} mail found</numerusform>
            <numerusform>{count} mails found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in the {count} day(s) kept here</source>
        <translation>
            <numerusform>in the one day kept here</numerusform>
            <numerusform>in the {count} days kept here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SheetFields</name>
    <message numerus="yes">
        <source>The whole mail is copied, with {count} attachment(s) ({size}). The copy stays when the mail expires or is deleted.</source>
        <translation>
            <numerusform>The whole mail is copied, with {count} attachment ({size}). The copy stays when the mail expires or is deleted.</numerusform>
            <numerusform>The whole mail is copied, with {count} attachments ({size}). The copy stays when the mail expires or is deleted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TaskDetailView</name>
    <message numerus="yes">
        <source>This task keeps {count} mail(s) on this computer. When it is deleted they are free.</source>
        <translation>
            <numerusform>This task keeps {count} mail on this computer. When it is deleted the mail is free.</numerusform>
            <numerusform>This task keeps {count} mails on this computer. When it is deleted they are free.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UsagePane</name>
    <message numerus="yes">
        <source>{count} suspended</source>
        <translation>
            <numerusform>{count} suspended</numerusform>
            <numerusform>{count} suspended</numerusform>
        </translation>
    </message>
</context>
</TS>
