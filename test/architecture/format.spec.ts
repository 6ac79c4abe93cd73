import { describe, expect, it } from 'vitest';
import { plant, root, runTool, TOOL_TIMEOUT } from './planted.js';

describe('the formatter', { timeout: TOOL_TIMEOUT }, () => {
  it('refuses a badly formatted file and lets a good one pass', async () => {
    const tree = plant({ 'good.ts': `export const good = 'yes';\n`, 'bad.ts': `export const bad = "no"` });
    const args = ['--config', `${root}/.oxfmtrc.json`, '--list-different', '.'];
    const { code, output } = await runTool('oxfmt/bin/oxfmt', args, tree);
    expect(output.trim()).toBe('bad.ts');
    expect(code).toBe(1);
  });
});
