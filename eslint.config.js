// Rules with types behind them, and the words that only platform code may say.
// test/architecture/lint.spec.ts proves that each of them bites.
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Every disabled rule says why, after two dashes. */
const describedDisable = {
  create: ({ sourceCode, report }) => ({
    Program() {
      for (const comment of sourceCode.getAllComments()) {
        if (!/^\s*eslint-disable/.test(comment.value) || /\s--\s+\S/.test(comment.value)) continue;
        report({ loc: comment.loc, message: 'Say why: `eslint-disable… rule -- reason`.' });
      }
    },
  }),
};

const environment = 'Inject Config (src/platform/config): it alone reads the environment, and validates it.';
const outgoing = 'Use a port whose implementation in src/platform sends the request: it guards against SSRF.';
const time = 'Inject Clock (kernel) and call now(): tests must be able to move time.';
const chance = 'Inject Random (kernel): it is cryptographic, and tests can make it repeatable.';

const platformOnlySyntax = [
  { selector: "MemberExpression[object.name='process'][property.name='env']", message: environment },
  { selector: "MemberExpression[object.name='process'][property.value='env']", message: environment },
  {
    selector: "VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name='env']",
    message: environment,
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: time },
  { selector: "CallExpression[callee.name='Date']", message: time },
];

const errorsInOnePlace = {
  selector: "NewExpression[callee.name='DomainError']",
  message:
    'Add a function to a *.errors.ts file: only codes that stand there are checked against docs/errors.md.',
};

const migrationsOnly = {
  selector: "Property[key.name='synchronize'][value.value!=false]",
  message: 'The schema changes by migrations, written by hand and reversible.',
};

const platformOnlyProperties = [
  { object: 'globalThis', property: 'fetch', message: outgoing },
  { object: 'globalThis', property: 'process', message: environment },
  { object: 'Date', property: 'now', message: time },
  { object: 'Math', property: 'random', message: chance },
];

const nodeProcess = { name: 'node:process', importNames: ['env', 'default'], message: environment };

const database =
  'Inject Database (src/platform): a connection of your own works outside the unit of work, and so in no tenant.';
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

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.data/', 'bench/results/']),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { house: { rules: { 'described-disable': describedDisable } } },
    rules: {
      'house/described-disable': 'error',
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: process.cwd() } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A Nest module is a class with a decorator and nothing else.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Ports are asynchronous; a fake or an in-memory adapter has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // With noUncheckedIndexedAccess, `rows[0]!` is how one says that a row must be there.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // There are no enums here, and this rule takes a sixth of the time to find that out.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // DTOs and options are classes for their decorators and documentation; their values are plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // The next state of an immutable aggregate is `{ ...this, what: changed }`.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['{src,examples}/**/*.ts'],
    rules: {
      'no-console': 'error',
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      // Also what a constructor may depend on. We like five; beyond seven it is two classes.
      'max-params': ['error', { max: 7 }],
    },
  },
  {
    files: ['{src,examples}/**/*.ts'],
    ignores: ['**/*.errors.ts', '**/*.spec.ts', 'src/platform/**'],
    rules: { 'no-restricted-syntax': ['error', ...platformOnlySyntax, errorsInOnePlace, migrationsOnly] },
  },
  {
    files: ['{src,examples}/**/*.errors.ts'],
    rules: { 'no-restricted-syntax': ['error', ...platformOnlySyntax] },
  },
  {
    files: ['src/platform/**/*.ts'],
    ignores: ['src/platform/**/*.errors.ts', 'src/platform/**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', errorsInOnePlace, migrationsOnly] },
  },
  {
    files: ['{src,examples}/**/*.ts'],
    ignores: ['src/platform/**'],
    rules: {
      'no-restricted-properties': ['error', ...platformOnlyProperties],
      'no-restricted-globals': ['error', { name: 'fetch', message: outgoing }],
      'no-restricted-imports': ['error', { paths: [nodeProcess, ...ownWaysToTheDatabase] }],
    },
  },
  {
    files: ['{src/modules,examples}/*/application/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': ['error', { paths: [nodeProcess, ...ownWaysToTheDatabase, onlyInjectable] }],
    },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      // Answers over HTTP arrive untyped; the assertions are what checks them.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
