import { expect, vi } from 'vitest';
import { Client } from './client.js';

/** Milliseconds. What a killed node was just about to deliver waits until its lease is over. */
const LEASE_AND_MORE = 30_000;

export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly links: readonly string[];
  readonly sentAt: string;
}

/** Reads the development mailbox of a node. */
export class Mailbox {
  private readonly client: Client;

  /** @param url of the node */
  constructor(
    url: string,
    readonly address: string,
  ) {
    this.client = new Client(url);
  }

  /** What has arrived, newest first. */
  async all(): Promise<readonly Mail[]> {
    const { status, body } = await this.client.get<{ items: Mail[] }>(
      `/dev/mailbox/messages?to=${encodeURIComponent(this.address)}`,
    );
    expect(status).toBe(200);
    return body.items;
  }

  /** The newest mail, of those not yet known, whose subject or text matches, as soon as the relay has delivered it. */
  async find(pattern: RegExp = /./, known: readonly Mail[] = []): Promise<Mail> {
    return vi.waitFor(
      async () => {
        const old = new Set(known.map(({ id }) => id));
        const mails = (await this.all()).filter(({ id }) => !old.has(id));
        const found = mails.find(({ subject, text }) => pattern.test(subject) || pattern.test(text));
        if (!found) throw new Error(`no mail to ${this.address} matches ${String(pattern)}`);
        return found;
      },
      { timeout: LEASE_AND_MORE, interval: 25 },
    );
  }

  /** The token in the link of the newest mail that matches. */
  async token(pattern?: RegExp, known?: readonly Mail[]): Promise<string> {
    const { links } = await this.find(pattern, known);
    const token = links.map((link) => /#(?:.*&)?token=([^&]+)/.exec(link)?.[1]).find(Boolean);
    if (!token) throw new Error(`no link with a token: ${links.join(' ')}`);
    return decodeURIComponent(token);
  }
}

export function mailbox(node: { readonly url: string }, address: string): Mailbox {
  return new Mailbox(node.url, address);
}
