// The linter's rules that are this house's own: what a reader of one file can see.
// test/architecture/lint.spec.ts proves that each of them bites.

const isNamed = (node, name) => node?.type === 'Identifier' && node.name === name;
/** `a.b` or `a['b']`. */
const isProperty = ({ object, computed, property }, of, name) =>
  isNamed(object, of) && (computed ? property.value : property.name) === name;

/** @param look the visitors, given `(node) => void`, which reports with the rule's message */
const ban = (message, look) => ({
  create: (context) =>
    look((node) => {
      context.report({ node, message });
    }),
});

const noEnvironment = ban(
  'Inject Config (src/platform/config): it alone reads the environment, and validates it.',
  (report) => ({
    MemberExpression(node) {
      if (isProperty(node, 'process', 'env') || isProperty(node, 'globalThis', 'process')) report(node);
    },
    VariableDeclarator({ id, init }) {
      if (id.type !== 'ObjectPattern' || !isNamed(init, 'process')) return;
      for (const property of id.properties) if (isNamed(property.key, 'env')) report(property);
    },
    ImportDeclaration({ source, specifiers }) {
      if (!/^(?:node:)?process$/.test(source.value)) return;
      for (const specifier of specifiers)
        if (specifier.type !== 'ImportSpecifier' || isNamed(specifier.imported, 'env')) report(specifier);
    },
  }),
);

const noAmbientTime = ban(
  'Inject Clock (kernel) and call now(): tests must be able to move time.',
  (report) => ({
    NewExpression(node) {
      if (isNamed(node.callee, 'Date') && node.arguments.length === 0) report(node);
    },
    CallExpression(node) {
      if (isNamed(node.callee, 'Date')) report(node);
    },
    MemberExpression(node) {
      if (isProperty(node, 'Date', 'now')) report(node);
    },
  }),
);

const errorsInOnePlace = ban(
  'Add a function to a *.errors.ts file: only codes that stand there are checked against docs/errors.md.',
  (report) => ({
    NewExpression(node) {
      if (isNamed(node.callee, 'DomainError')) report(node);
    },
  }),
);

const migrationsOnly = ban('The schema changes by migrations, written by hand and reversible.', (report) => ({
  Property(node) {
    if (isNamed(node.key, 'synchronize') && node.value.value !== false) report(node);
  },
}));

/** Every disabled rule says why, after two dashes. */
const describedDisable = {
  create: ({ sourceCode, report }) => ({
    Program() {
      for (const comment of sourceCode.getAllComments()) {
        if (!/^\s*(?:eslint|oxlint)-disable/.test(comment.value) || /\s--\s+\S/.test(comment.value)) continue;
        report({ loc: comment.loc, message: 'Say why: `oxlint-disable… rule -- reason`.' });
      }
    },
  }),
};

export default {
  meta: { name: 'house' },
  rules: {
    'no-environment': noEnvironment,
    'no-ambient-time': noAmbientTime,
    'errors-in-one-place': errorsInOnePlace,
    'migrations-only': migrationsOnly,
    'described-disable': describedDisable,
  },
};
