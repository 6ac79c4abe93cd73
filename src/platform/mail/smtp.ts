import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Config } from '../config/config.js';
import { Sender } from './sender.js';

/** One mail to one person. */
export interface OutgoingMail {
  /** With angle brackets; the same at every attempt, so that a mail sent twice is shown once. */
  readonly messageId: string;
  /** One plain address, already validated. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const CONNECTIONS = 5;

/** The mail server named by `SMTP_URL`. */
@Injectable()
export class Smtp implements OnApplicationShutdown {
  readonly configured: boolean;
  private readonly transport;

  constructor(
    config: Config,
    private readonly sender: Sender,
  ) {
    const url = config.raw.SMTP_URL;
    this.configured = url !== undefined;
    this.transport = url === undefined ? null : open(url);
  }

  /** @throws SmtpRefusal, or whatever went wrong on the way */
  async send(mail: OutgoingMail, signal: AbortSignal): Promise<void> {
    if (!this.transport) throw new Error('SMTP_URL is not set');
    await this.transport
      .sendMail({
        messageId: mail.messageId,
        from: { name: this.sender.name, address: this.sender.address },
        // An object, not a string: nodemailer splits strings at commas.
        to: { name: '', address: mail.to },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        signal,
      })
      .catch((error: unknown) => {
        throw refusal(error) ?? error;
      });
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }
}

function open(url: string) {
  return createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    // The outbox retries; if nodemailer did too, one attempt could send twice.
    maxRequeues: 0,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    dnsTimeout: 10_000,
    // A mail holds what we give it, never a file or an address of somebody's choosing.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** The server will not have this mail, ever: a retry can only harm our name. */
export class SmtpRefusal extends Error {
  override name = 'SmtpRefusal';
}

/** 5xx about the recipient or the content. About us (the sender, the login) it is the operator's to mend, and we retry. */
function refusal(error: unknown): SmtpRefusal | null {
  const { command, responseCode = 0, message } = error as Partial<SmtpError>;
  const aboutThisMail = command === 'RCPT TO' || command === 'DATA';
  return aboutThisMail && responseCode >= 500 ? new SmtpRefusal(message, { cause: error }) : null;
}

interface SmtpError extends Error {
  command: string;
  responseCode: number;
}
