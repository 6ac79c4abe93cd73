export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

export interface Sending {
  readonly headers?: Readonly<Record<string, string>>;
  /** Another Origin than the service's own; null sends none. */
  readonly origin?: string | null;
}

/** JSON, as it comes. Name the expected shape where a test looks into it: `client.get<{ user: User }>(...)`. */
export type Json = Record<string, unknown>;

/** A browser, as far as the API can see: it keeps cookies and says where it comes from. Redirects are not followed. */
export class Client {
  readonly cookies = new Map<string, string>();
  /** Sent with every request, e.g. `authorization`. */
  readonly headers: Record<string, string> = {};

  /** @param url of the node, without a path */
  constructor(readonly url: string) {}

  /** The same browser, cookies included, talking to another node. */
  at(url: string): Client {
    const other = new Client(url);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    Object.assign(other.headers, this.headers);
    return other;
  }

  get<Body = Json>(path: string, sending?: Sending): Promise<Answer<Body>> {
    return this.send('GET', path, undefined, sending);
  }

  post<Body = Json>(path: string, body?: unknown, sending?: Sending): Promise<Answer<Body>> {
    return this.send('POST', path, body, sending);
  }

  patch<Body = Json>(path: string, body?: unknown, sending?: Sending): Promise<Answer<Body>> {
    return this.send('PATCH', path, body, sending);
  }

  put<Body = Json>(path: string, body?: unknown, sending?: Sending): Promise<Answer<Body>> {
    return this.send('PUT', path, body, sending);
  }

  delete<Body = Json>(path: string, body?: unknown, sending?: Sending): Promise<Answer<Body>> {
    return this.send('DELETE', path, body, sending);
  }

  /** A body that is a string or URLSearchParams is sent as it is, anything else as JSON. */
  async send<Body>(
    method: string,
    path: string,
    body?: unknown,
    { headers = {}, origin = this.url }: Sending = {},
  ): Promise<Answer<Body>> {
    const asIs = typeof body === 'string' || body instanceof URLSearchParams;
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined || asIs ? {} : { 'content-type': 'application/json' }),
        ...(origin === null || method === 'GET' ? {} : { origin }),
        ...(this.cookies.size > 0 ? { cookie: this.cookieHeader() } : {}),
        ...this.headers,
        ...headers,
      },
      body: body === undefined || asIs ? body : JSON.stringify(body),
    });
    this.keepCookies(response.headers);
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson && text !== '' ? JSON.parse(text) : text) as Body,
    };
  }

  private cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private keepCookies(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      const expires = /;\s*expires=([^;]+)/i.exec(line)?.[1];
      const over =
        /;\s*max-age=0/i.test(line) || (expires !== undefined && Date.parse(expires) <= Date.now());
      if (over || value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
