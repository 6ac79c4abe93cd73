import type { CopiedTree } from './copied-tree.js';

export const GUIDE = 'docs/extending.md';
/** What the guide builds. */
export const GUIDE_MODULE = 'notes';

interface Block {
  readonly language: string;
  readonly file: string;
  readonly content: string;
}

/** A block whose fence names a file: ```` ```ts src/… ````. */
const BLOCK = /^```(ts|diff) (\S+)\n([^]*?)^```$/gm;

const blocksIn = (markdown: string): Block[] =>
  [...markdown.matchAll(BLOCK)].map(([, language, file, content]) => ({
    language: language!,
    file: file!,
    content: content!,
  }));

export const shownIn = (markdown: string) => blocksIn(markdown).filter(({ language }) => language === 'ts');

/** The guide with every file as the tree has it. */
export function refreshed(markdown: string, tree: CopiedTree): string {
  return markdown.replaceAll(BLOCK, (block, language: string, file: string) =>
    language === 'ts' ? `\`\`\`ts ${file}\n${numberless(tree, tree.read(inTree(tree, file)))}\`\`\`` : block,
  );
}

/** Does to the tree what the reader of the guide does by hand. */
export function follow(markdown: string, tree: CopiedTree): void {
  for (const { language, file, content } of blocksIn(markdown))
    if (language === 'diff') {
      const path = inTree(tree, file);
      tree.write(path, changed(file, tree.read(path), content));
    }
}

/** The number of the migration is the next one that is free, which the guide cannot know. */
const inTree = (tree: CopiedTree, file: string) => file.replace('NNNN', numberIn(tree));
const numberless = (tree: CopiedTree, content: string) => content.replaceAll(numberIn(tree), 'NNNN');

function numberIn(tree: CopiedTree): string {
  const file = tree.filesIn('migrations').find((name) => name.endsWith(`-${GUIDE_MODULE}.ts`));
  return /\d{4}/.exec(file ?? '')?.[0] ?? 'missing';
}

/** A line `…` in a block stands for lines that stay as they are. */
function changed(file: string, before: string, diff: string): string {
  return diff.split(/^…\n/m).reduce((text, hunk) => {
    const lines = hunk.split('\n').filter((line) => line !== '');
    const side = (sign: string) =>
      lines.filter((line) => line.startsWith(sign) || line.startsWith(' ')).map((line) => line.slice(1));
    const [old, next] = [`${side('-').join('\n')}\n`, `${side('+').join('\n')}\n`];
    if (text.split(old).length !== 2) throw new Error(`${file} does not have this once:\n${old}`);
    return text.replace(old, () => next);
  }, before);
}
