// The sample's words (conversation, Conversations, …) as those of another module: each spelling in its place.

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const RESERVED =
  /^(await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield)$/;

/**
 * @param {string} many the module and its table, e.g. purchase-orders
 * @param {string} [one] a resource of it, where that is not `many` without its s
 * @returns both, in every spelling
 */
export function namesOf(many, one = singularOf(wellFormed(many))) {
  wellFormed(many);
  wellFormed(one);
  if (one === many || RESERVED.test(one) || RESERVED.test(many)) throw unclear(many);
  const both = (spell) => ({ one: spell(one), many: spell(many) });
  const pascal = (name) => name.replace(/(^|-)(.)/g, (_, _dash, letter) => letter.toUpperCase());
  return {
    kebab: both((name) => name),
    snake: both((name) => name.replaceAll('-', '_')),
    words: both((name) => name.replaceAll('-', ' ')),
    pascal: both(pascal),
    camel: both((name) => name[0] + pascal(name).slice(1)),
  };
}

function wellFormed(name) {
  if (KEBAB.test(name) && name.length <= 40) return name;
  throw new Error(
    `"${name}" is not a name: lower case, digits and dashes, 40 at most, e.g. purchase-orders.`,
  );
}

const unclear = (many) => new Error(`Say what one of ${many} is called: --singular NAME`);

/** Right for most words; for the others it asks. */
function singularOf(many) {
  if (/ies$/.test(many)) return many.replace(/ies$/, 'y');
  if (/(x|ch|sh)es$/.test(many)) return many.replace(/es$/, '');
  if (/[^s]s$/.test(many) && !/ses$/.test(many)) return many.replace(/s$/, '');
  throw unclear(many);
}

const TOKENS = /\/\*[^]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/** @param how `sql`: strings are SQL; `prose`: no code at all */
export function renamed(text, names, { sql = false, prose = false } = {}) {
  if (prose) return inProse(text, names);
  let result = '';
  let end = 0;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    const code = text.slice(end, index);
    result += inCode(code, names) + inToken(token, code, names, sql);
    end = index + token.length;
  }
  return result + inCode(text.slice(end), names);
}

function inToken(token, before, names, sql) {
  if (token.startsWith('/')) return inProse(token, names);
  if (/@ApiTags\($/.test(before)) return `'${sentence(names.words.many)}'`;
  if (sql || /tableName: $/.test(before)) return inCode(lower(token, names.snake), names);
  const parts = token.split(/(\$\{[^}]*\})/);
  const said = (part) =>
    /\s/.test(token.replace(/\$\{[^}]*\}/g, '')) ? inProse(part, names) : lower(part, names.kebab);
  return parts.map((part) => inCode(part.startsWith('${') ? part : said(part), names)).join('');
}

/** What stands in backticks is what machines read. */
const inProse = (text, names) =>
  text
    .split(/(`[^`\n]*`)/)
    .map((part) => (part.startsWith('`') ? lower(part, names.kebab) : spoken(part, names.words)))
    .join('');

function spoken(text, words) {
  const articled = /^[aeiou]/.test(words.one) ? text.replace(/\b([Aa]) (?=conversation\b)/g, '$1n ') : text;
  const titled = articled.replace(/Conversation(s?)(?![A-Z])/g, (_, plural) =>
    sentence(plural ? words.many : words.one),
  );
  return lower(titled, words);
}

/** Identifiers are left to `inCode`. */
const lower = (text, { one, many }) =>
  text.replace(/conversation(s?)(?![A-Z])/g, (_, plural) => (plural ? many : one));

const inCode = (text, { camel, pascal, snake }) =>
  !camel
    ? text
    : text
        .replace(/CONVERSATION(S?)/g, (_, plural) => (plural ? snake.many : snake.one).toUpperCase())
        .replace(/Conversation(s?)/g, (_, plural) => (plural ? pascal.many : pascal.one))
        .replace(/conversation(s?)/g, (_, plural) => (plural ? camel.many : camel.one));

const sentence = (words) => words[0].toUpperCase() + words.slice(1);

/** @returns a name that the sample uses for something else in the same file, if there is one */
export function clashes(text, { camel, pascal }) {
  const code = text.replace(TOKENS, '');
  const words = new Set(code.match(/\b[A-Za-z]\w*/g));
  return [
    ['conversation', camel.one],
    ['conversations', camel.many],
    ['Conversation', pascal.one],
    ['Conversations', pascal.many],
  ].find(([sample, name]) => words.has(sample) && words.has(name))?.[1];
}
