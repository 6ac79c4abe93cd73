import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  readonly recipients: readonly string[];
  readonly mail: Email;
}

type Refuse = (stage: 'sender' | 'recipient' | 'content') => { code: number; text: string } | undefined;

/** A real SMTP server on loopback that keeps what it is sent, unless told to refuse. */
export class SmtpSink {
  readonly received: ReceivedMail[] = [];
  refuse: Refuse = () => undefined;
  private readonly server: SMTPServer;

  constructor() {
    const options: SMTPServerOptions = {
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onMailFrom: (_address, _session, done) => done(this.refusal('sender')),
      onRcptTo: (_address, _session, done) => done(this.refusal('recipient')),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const refusal = this.refusal('content');
          if (refusal) {
            done(refusal);
            return;
          }
          const recipients = session.envelope.rcptTo.map(({ address }) => address);
          void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
            this.received.push({ recipients, mail });
            done();
          });
        });
      },
    };
    this.server = new SMTPServer(options);
    // Clients that hang up in the middle are part of the test.
    this.server.on('error', () => undefined);
  }

  /** @returns the SMTP_URL */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', () => resolve()));
    const { port } = this.server.server.address() as AddressInfo;
    return `smtp://127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private refusal(stage: 'sender' | 'recipient' | 'content'): Error | null {
    const refusal = this.refuse(stage);
    return refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null;
  }
}
