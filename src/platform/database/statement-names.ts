/** More than the service has; statements beyond it, put together in ever new ways, stay without a name. */
const MOST = 500;

/**
 * Names under which connections keep statements prepared: PostgreSQL parses and plans each once per connection, not
 * once per request. The same text always has the same name, on whatever connection.
 */
export class StatementNames {
  private readonly names = new Map<string, string>();

  of(sql: string): string | undefined {
    const known = this.names.get(sql);
    if (known !== undefined || this.names.size === MOST) return known;
    const name = `s${String(this.names.size)}`;
    this.names.set(sql, name);
    return name;
  }
}
