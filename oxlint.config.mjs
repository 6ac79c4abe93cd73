// The rules of the strictest configuration of typescript-eslint, as oxlint and its companion on TypeScript's own
// compiler implement them, and the words that only platform code may say.
// test/architecture/lint.spec.ts proves that they bite.
import { defineConfig } from 'oxlint';

const outgoing = 'Use a port whose implementation in src/platform sends the request: it guards against SSRF.';
const chance = 'Inject Random (kernel): it is cryptographic, and tests can make it repeatable.';
const database =
  'Inject Database (src/platform): a connection of your own works outside the unit of work, and so in no tenant.';

const platformOnlyProperties = [
  { object: 'globalThis', property: 'fetch', message: outgoing },
  { object: 'Math', property: 'random', message: chance },
];

const ownWaysToTheDatabase = [
  { name: 'pg', message: database },
  { name: 'typeorm', importNames: ['DataSource', 'default'], message: database },
  {
    name: '@nestjs/typeorm',
    importNames: ['InjectDataSource', 'InjectEntityManager', 'InjectRepository'],
    message: database,
  },
];

const onlyInjectable = {
  name: '@nestjs/common',
  allowImportNames: ['Injectable'],
  message: 'A use case knows the framework only as Injectable; the rest belongs in infra.',
};

const code = ['src/**/*.ts', 'examples/**/*.ts'];
const errors = ['**/*.errors.ts'];
const specs = ['**/*.spec.ts'];

/** Of rules about the syntax alone. */
const syntax = {
  'ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
  'no-array-constructor': 'error',
  'no-duplicate-enum-values': 'error',
  'no-dynamic-delete': 'error',
  'no-empty-object-type': 'error',
  'no-explicit-any': 'error',
  'no-extra-non-null-assertion': 'error',
  // A Nest module is a class with a decorator and nothing else.
  'no-extraneous-class': ['error', { allowWithDecorator: true }],
  'no-invalid-void-type': 'error',
  'no-misused-new': 'error',
  'no-namespace': 'error',
  'no-non-null-asserted-nullish-coalescing': 'error',
  'no-non-null-asserted-optional-chain': 'error',
  'no-require-imports': 'error',
  'no-this-alias': 'error',
  'no-unnecessary-type-constraint': 'error',
  'no-unsafe-declaration-merging': 'error',
  'no-unsafe-function-type': 'error',
  'no-unused-expressions': 'error',
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  'no-useless-constructor': 'error',
  'no-wrapper-object-types': 'error',
  'prefer-as-const': 'error',
  'prefer-literal-enum-member': 'error',
  'prefer-namespace-keyword': 'error',
  'triple-slash-reference': 'error',
  'unified-signatures': 'error',
};

/** Of rules that need types. */
const typed = {
  'await-thenable': 'error',
  'no-array-delete': 'error',
  'no-base-to-string': 'error',
  'no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  'no-deprecated': 'error',
  'no-duplicate-type-constituents': 'error',
  'no-floating-promises': 'error',
  'no-for-in-array': 'error',
  'no-generated-empty-object-type': 'error',
  'no-implied-eval': 'error',
  'no-meaningless-void-operator': 'error',
  'no-misused-promises': 'error',
  'no-mixed-enums': 'error',
  'no-redundant-type-constituents': 'error',
  'no-unnecessary-boolean-literal-compare': 'error',
  'no-unnecessary-condition': 'error',
  'no-unnecessary-template-expression': 'error',
  'no-unnecessary-type-arguments': 'error',
  'no-unnecessary-type-assertion': 'error',
  'no-unnecessary-type-conversion': 'error',
  'no-unnecessary-type-parameters': 'error',
  'no-unsafe-argument': 'error',
  'no-unsafe-assignment': 'error',
  'no-unsafe-call': 'error',
  'no-unsafe-enum-comparison': 'error',
  'no-unsafe-member-access': 'error',
  'no-unsafe-return': 'error',
  'no-unsafe-unary-minus': 'error',
  'no-useless-default-assignment': 'error',
  'only-throw-error': 'error',
  'prefer-promise-reject-errors': 'error',
  'prefer-reduce-type-parameter': 'error',
  'prefer-return-this-type': 'error',
  'related-getter-setter-pairs': 'error',
  'restrict-plus-operands': [
    'error',
    {
      allowAny: false,
      allowBoolean: false,
      allowNullish: false,
      allowNumberAndString: false,
      allowRegExp: false,
    },
  ],
  'restrict-template-expressions': [
    'error',
    {
      allowAny: false,
      allowBoolean: false,
      allowNever: false,
      allowNullish: false,
      allowNumber: true,
      allowRegExp: false,
    },
  ],
  'return-await': ['error', 'error-handling-correctness-only'],
  'switch-exhaustiveness-check': 'error',
  'unbound-method': 'error',
  'use-unknown-in-catch-callback-variable': 'error',
};

const ofTypeScript = (rules) =>
  Object.fromEntries(Object.entries(rules).map(([name, level]) => [`typescript/${name}`, level]));

export default defineConfig({
  plugins: ['eslint', 'typescript'],
  jsPlugins: ['./scripts/lint/house.mjs'],
  categories: { correctness: 'off' },
  ignorePatterns: ['dist/', 'coverage/', '.data/', 'bench/results/'],
  options: { typeAware: true, typeCheck: true, reportUnusedDisableDirectives: 'error' },
  rules: {
    eqeqeq: 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    'house/described-disable': 'error',
  },
  overrides: [
    {
      files: ['**/*.ts'],
      rules: {
        'prefer-rest-params': 'error',
        'prefer-spread': 'error',
        ...ofTypeScript({ ...syntax, ...typed }),
      },
    },
    {
      files: code,
      rules: {
        'no-console': 'error',
        'max-lines': ['error', { max: 250 }],
        'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
        // Also what a constructor may depend on. We like five; beyond seven it is two classes.
        'max-params': ['error', { max: 7 }],
      },
    },
    {
      files: code,
      excludeFiles: [...errors, ...specs],
      rules: { 'house/errors-in-one-place': 'error', 'house/migrations-only': 'error' },
    },
    {
      files: ['src/platform/**/*.errors.ts'],
      rules: { 'house/no-environment': 'error', 'house/no-ambient-time': 'error' },
    },
    {
      files: code,
      excludeFiles: ['src/platform/**'],
      rules: {
        'house/no-environment': 'error',
        'house/no-ambient-time': 'error',
        'no-restricted-properties': ['error', ...platformOnlyProperties],
        'no-restricted-globals': ['error', { name: 'fetch', message: outgoing }],
        'no-restricted-imports': ['error', { paths: ownWaysToTheDatabase }],
      },
    },
    {
      files: ['src/modules/*/application/**/*.ts', 'examples/*/application/**/*.ts'],
      excludeFiles: specs,
      rules: { 'no-restricted-imports': ['error', { paths: [...ownWaysToTheDatabase, onlyInjectable] }] },
    },
    {
      files: [...specs, 'test/**/*.ts', 'bench/**/*.ts'],
      rules: {
        'max-lines-per-function': 'off',
        // Answers over HTTP arrive untyped; the assertions are what checks them.
        ...ofTypeScript({
          'no-unsafe-argument': 'off',
          'no-unsafe-assignment': 'off',
          'no-unsafe-call': 'off',
          'no-unsafe-member-access': 'off',
          'no-unsafe-return': 'off',
          'unbound-method': 'off',
        }),
      },
    },
  ],
});
