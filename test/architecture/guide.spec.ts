import { beforeAll, describe, expect, it } from 'vitest';
import { CopiedTree } from '../support/copied-tree.js';
import { follow, GUIDE, GUIDE_MODULE, refreshed, shownIn } from '../support/guide.js';
import { root, TOOL_TIMEOUT } from './planted.js';

let tree: CopiedTree;
beforeAll(async () => {
  tree = new CopiedTree();
  const { code, output } = await tree.generate(GUIDE_MODULE);
  expect([output, code]).toEqual([expect.stringContaining('Next:'), 0]);
}, TOOL_TIMEOUT);

describe('docs/extending.md', () => {
  // `npm run guide` writes it anew after a change of the sample.
  it('shows what the generator writes', async () => {
    await expect(refreshed(tree.read(GUIDE), tree)).toMatchFileSnapshot(`${root}/${GUIDE}`);
  });

  it('shows every file of the module', () => {
    const shown = shownIn(tree.read(GUIDE)).map(({ file }) => file);
    const written = tree.filesIn(`src/modules/${GUIDE_MODULE}`);
    expect(written.filter((file) => !shown.includes(file))).toEqual([]);
    expect(shown).toContain(`test/e2e/${GUIDE_MODULE}.spec.ts`);
  });

  it('changes what is there', () => {
    follow(tree.read(GUIDE), tree);
    expect(tree.read(`src/modules/${GUIDE_MODULE}/domain/note.ts`)).toContain('reference');
  });
});
