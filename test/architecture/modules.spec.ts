import { describe, expect, it } from 'vitest';
import { circleIn, moduleEdges, moduleFiles, shapeProblems } from './modules.js';

describe('the modules', () => {
  it('stand in the table of edges and are built alike', async () => {
    expect(shapeProblems(moduleFiles(), await moduleEdges())).toEqual([]);
  });

  it('depend on each other in one direction', async () => {
    expect(circleIn(await moduleEdges())).toBeNull();
  });
});

describe('the checks above', () => {
  const files = [
    'alpha/index.ts',
    'alpha/alpha.module.ts',
    'alpha/domain/thing.ts',
    'alpha/infra/thing.dto.ts',
    'alpha/infra/hashing/queue.ts',
  ];

  it('let a well-built module pass', () => {
    expect(shapeProblems(files, { alpha: [] })).toEqual([]);
  });

  it.each([
    [['beta/index.ts', 'beta/beta.module.ts'], 'beta: has no row in the table of edges'],
    [['alpha/thing.ts'], 'alpha/thing.ts: is in none of domain, application, infra'],
    [['alpha/services/thing.ts'], 'alpha/services/thing.ts: is in none of domain, application, infra'],
    [['alpha/application/thing.dto.ts'], 'alpha/application/thing.dto.ts: belongs in infra'],
    [['alpha/domain/typeorm-thing.ts'], 'alpha/domain/typeorm-thing.ts: belongs in infra'],
    [['alpha/infra/utils/thing.ts'], 'alpha/infra/utils/thing.ts: is named after nothing in particular'],
  ])('catch %j', (planted, problem) => {
    expect(shapeProblems([...files, ...planted], { alpha: [] })).toEqual([problem]);
  });

  it('catch a row without a module, and a module without a door', () => {
    expect(shapeProblems(files.slice(1), { alpha: [], beta: [] })).toEqual([
      'beta: is in the table of edges but in neither src/modules nor examples',
      'alpha/index.ts: is missing',
    ]);
  });

  it('catch a circle of modules', () => {
    expect(circleIn({ a: ['b'], b: ['c'], c: ['b'] })).toBe('b → c → b');
    expect(circleIn({ a: ['b', 'c'], b: ['c'], c: [] })).toBeNull();
  });
});
