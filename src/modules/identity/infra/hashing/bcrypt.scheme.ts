import type { HashScheme } from './hash-scheme.js';

/** bcrypt's cost doubles with every step; 14 takes about a second. */
const MOST_COST = 14;
const BCRYPT = /^\$2[aby]\$(?<cost>0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/;

/**
 * bcrypt, read only: it ignores what comes after 72 bytes, which nobody may rely on for a new password.
 * The binding is loaded when the first such hash turns up; most installations never meet one.
 */
export const bcrypt: HashScheme = {
  parse(hash) {
    const cost = BCRYPT.exec(hash)?.groups?.cost;
    if (cost === undefined || Number(cost) > MOST_COST) return null;
    return {
      outdated: true,
      matches: async (password) => {
        const { verify } = await import('@node-rs/bcrypt');
        return verify(password, hash);
      },
    };
  },
};
