export { NotificationsModule } from './notifications.module.js';
export { DevMailboxModule } from './dev-mailbox.module.js';
export { SendMail, type SendMailCommand } from './application/send-mail.js';
export type { MailTemplate, MailTemplates } from './domain/mail-templates.js';
