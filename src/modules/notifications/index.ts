export { NotificationsModule } from './notifications.module.js';
export { DevMailboxModule } from './dev-mailbox.module.js';
export { SendMail } from './application/send-mail.js';
