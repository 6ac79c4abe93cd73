/** Seconds for which a proof of who somebody is counts as fresh, where a tenant's fate is decided. */
export const FRESH_SECONDS = 300;
