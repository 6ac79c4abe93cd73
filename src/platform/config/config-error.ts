/** A setting is missing or wrong. The message is one line and says what to set. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}
