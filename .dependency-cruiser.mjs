// Who may import whom. `npm run check` applies it; test/architecture/layers.spec.ts proves that it bites.

/**
 * The edges between modules: each module, and the other modules whose door (index.ts) it may import.
 * Every folder under src/modules and examples stands here, and the arrows never form a circle.
 * @type {Record<string, readonly string[]>}
 */
export const moduleEdges = {
  notifications: [],
  operations: [],
  sessions: [],
  identity: ['notifications', 'sessions'],
  authorization: ['identity'],
  tenancy: ['authorization', 'identity', 'notifications', 'sessions'],
  tokens: ['authorization', 'identity', 'notifications', 'sessions', 'tenancy'],
  mfa: ['identity', 'notifications', 'sessions', 'tenancy'],
  oauth: ['authorization', 'identity', 'mfa', 'notifications', 'sessions', 'tenancy'],
  'sign-in': ['authorization', 'identity', 'mfa', 'oauth', 'sessions', 'tenancy', 'tokens'],
  // Samples, in examples/: modules like the others.
  conversations: ['authorization'],
  documents: ['authorization', 'conversations'],
};

/**
 * @param {Record<string, readonly string[]>} edges
 * @returns {import('dependency-cruiser').IConfiguration}
 */
export function configure(edges) {
  const rules = [...layers, ...doors, ...betweenModules(edges), ...standIns, ...hygiene];
  return { forbidden: rules.map((rule) => ({ ...rule, severity: 'error' })), options };
}

const SPEC = '\\.spec\\.ts$';
/** Where modules are. */
const HOMES = '^(?:src/modules|examples)';
const MODULE = `${HOMES}/([^/]+)/`;
/** Among the examples, but no module. */
const STAND_INS = '^examples/providers/';
const DOOR = `${HOMES}/[^/]+/index\\.ts$`;

const layers = [
  {
    name: 'kernel-imports-nothing',
    comment: 'The kernel is pure words: no package, no Node core, no other folder.',
    from: { path: '^src/kernel/', pathNot: SPEC },
    to: { pathNot: '^src/kernel/' },
  },
  {
    name: 'platform-knows-no-module',
    comment: 'Platform is machinery: of src it sees only itself and the kernel.',
    from: { path: '^src/platform/', pathNot: SPEC },
    to: { path: '^(src|examples)/', pathNot: '^src/(kernel|platform)/' },
  },
  {
    name: 'domain-is-pure',
    comment: 'Domain sees its own domain and the kernel: no framework, no package, no Node core.',
    from: { path: `${MODULE}domain/`, pathNot: SPEC },
    to: { pathNot: [`${HOMES}/$1/domain/`, '^src/kernel/'] },
  },
  {
    name: 'application-sees-no-machinery',
    comment: 'A use case sees its own layers, the kernel, doors of other modules, and Injectable.',
    from: { path: `${MODULE}application/`, pathNot: SPEC },
    to: {
      pathNot: [`${HOMES}/$1/(domain|application)/`, '^src/kernel/', DOOR, 'node_modules/@nestjs/common/'],
    },
  },
  {
    name: 'modules-know-no-composition-root',
    comment:
      'app.module.ts, main.ts, commands and the like put modules together; nothing inside may look back.',
    from: { path: '^(src/(modules|platform|kernel)|examples)/', pathNot: SPEC },
    to: { path: '^src/([^/]+$|cli/)' },
  },
  {
    name: 'migrations-stand-alone',
    comment: 'A migration is history: it must not change its meaning when the code moves on.',
    from: { path: '^migrations/' },
    to: { path: '^(src|examples)/' },
  },
];

const doors = [
  {
    name: 'modules-meet-at-the-door',
    comment: 'Of another module only its index.ts may be imported.',
    from: { path: MODULE, pathNot: SPEC },
    to: { path: `${HOMES}/`, pathNot: [`${HOMES}/$1/`, DOOR] },
  },
  {
    name: 'composition-root-uses-doors',
    comment: 'app.module.ts, main.ts, commands and the like see modules from outside.',
    from: { path: '^src/(cli/)?[^/]+\\.ts$', pathNot: SPEC },
    to: { path: `${HOMES}/`, pathNot: DOOR },
  },
  {
    name: 'door-exports-its-own',
    comment: 'A door hands out what lives behind it and nothing else.',
    from: { path: `${MODULE}index\\.ts$` },
    to: { pathNot: `${HOMES}/$1/` },
  },
  {
    name: 'door-keeps-storage-inside',
    comment: 'Repositories, rows, queries and DTOs are private: others would come to depend on the table.',
    from: { path: DOOR },
    to: { path: '(\\.repository|\\.queries|\\.mapping|\\.dto|\\.controller)\\.ts$|/typeorm-[^/]+\\.ts$' },
  },
];

/** One rule a module: what is not in its row of the table is forbidden. */
function betweenModules(edges) {
  const listed = Object.keys(edges).join('|');
  const rules = Object.entries(edges).map(([name, allowed]) => ({
    name: `edge-from-${name}`,
    comment: 'This edge is not in the table in .dependency-cruiser.mjs.',
    from: { path: `${HOMES}/${name}/`, pathNot: SPEC },
    to: { path: `${HOMES}/`, pathNot: [name, ...allowed].map((one) => `${HOMES}/${one}/`) },
  }));
  return [
    ...rules,
    {
      name: 'module-not-in-the-table',
      comment: 'Give this module a row in the table in .dependency-cruiser.mjs.',
      from: { path: `${HOMES}/(?!(?:${listed})/)`, pathNot: STAND_INS },
      to: {},
    },
  ];
}

const standIns = [
  {
    name: 'service-knows-no-stand-ins',
    comment: 'Stand-ins play the providers for tests and for the demo: a program of its own.',
    from: { path: '^(src|migrations|examples)/', pathNot: [STAND_INS, SPEC] },
    to: { path: STAND_INS },
  },
  {
    name: 'stand-ins-stand-alone',
    comment: 'A stand-in that shares code with what it is to prove shares its mistakes.',
    from: { path: STAND_INS, pathNot: SPEC },
    to: {
      path: '^(src|migrations|examples)/',
      pathNot: [STAND_INS, '^src/kernel/clock', '^src/platform/time/'],
    },
  },
];

const hygiene = [
  { name: 'no-cycles', comment: 'Files depend in one direction.', from: {}, to: { circular: true } },
  {
    name: 'product-knows-no-tests',
    comment: 'What ships must not need what does not.',
    from: { path: '^(src|migrations|examples)/', pathNot: SPEC },
    to: { path: ['^test/', '^bench/', '^scripts/', SPEC] },
  },
  {
    name: 'product-needs-no-dev-dependency',
    comment: 'A production install does not have it.',
    from: { path: '^(src|migrations|examples)/', pathNot: SPEC },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'nothing-imports-build-output',
    comment: 'Import the source: dist may be stale or missing.',
    from: {},
    to: { path: '^dist/' },
  },
  {
    name: 'every-import-resolves',
    comment: 'A file or package that is not there.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'packages-are-declared',
    comment: 'List it in package.json: today it is only there because something else needs it.',
    from: { path: '^(src|migrations|examples)/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
];

const options = {
  doNotFollow: { path: 'node_modules' },
  tsConfig: { fileName: 'tsconfig.json' },
  // Imports of types count too: a layer that knows another's types knows the other.
  tsPreCompilationDeps: true,
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default', 'types'],
  },
};

export default configure(moduleEdges);
