/**
 * Conditions in the Common Expression Language. Tenants write them, so they are bounded: length, size and functions
 * are limited, lists are walked once and not inside one another, nothing but the declared inputs can be named, and what
 * asking one costs at most is known before it is asked.
 */
import { Injectable } from '@nestjs/common';
import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { LRUCache } from 'lru-cache';
import { conditionRefused } from '../domain/authorization.errors.js';
import { Bill } from './cel-cost.js';
import type { Condition, ConditionInputs, Conditions } from '../domain/conditions.js';
import { leastRecent } from '../../../platform/cache/least-recent.js';

export const LONGEST_CONDITION = 1000;
const COMPILED = 10_000;

/** Those that walk a list. */
const MACROS: ReadonlySet<string> = new Set(['exists', 'exists_one', 'all']);

/** Constant work, or in proportion to one text; no regular expressions: some of them never end. */
const FUNCTIONS: ReadonlySet<string> = new Set([
  ...['has', 'size', 'startsWith', 'endsWith', 'contains', 'bool', 'int', 'double', 'string', 'type'],
  ...[
    'timestamp',
    'duration',
    'getFullYear',
    'getMonth',
    'getDayOfMonth',
    'getDayOfWeek',
    'getHours',
    'getMinutes',
  ],
  ...['lowerAscii', 'upperAscii', 'trim'],
]);

const environment = new Environment({
  limits: { maxAstNodes: 150, maxDepth: 16, maxListElements: 50, maxMapEntries: 10, maxCallArguments: 3 },
})
  .registerVariable('subject', 'map')
  .registerVariable('resource', 'map')
  .registerVariable('action', 'map')
  .registerVariable('context', 'map');

@Injectable()
export class CelConditions implements Conditions {
  private readonly compiled = new LRUCache<string, Condition>(leastRecent(COMPILED));

  compile(text: string): Condition {
    const known = this.compiled.get(text);
    if (known) return known;
    const condition = compile(text);
    this.compiled.set(text, condition);
    return condition;
  }
}

function compile(text: string): Condition {
  if (text.length > LONGEST_CONDITION)
    throw conditionRefused(text, `it is longer than ${String(LONGEST_CONDITION)} characters`);
  const expression = parse(text);
  const { valid, type, error } = expression.check();
  if (!valid) throw conditionRefused(text, firstLineOf(error));
  if (type !== 'bool' && type !== 'dyn')
    throw conditionRefused(text, `it gives ${type ?? '?'}, not true or false`);
  const names = new Set<string>();
  const bill = new Bill();
  walk(expression.ast, false, (node, insideMacro) => {
    if (node.op === 'id') names.add(node.args);
    bill.add(node, insideMacro);
    refuseCostly(text, node, insideMacro);
  });
  return {
    text,
    isAboutResource: names.has('resource'),
    cost: (extent) => bill.total(extent),
    holds: (inputs: ConditionInputs) => {
      const held: unknown = expression({ ...inputs });
      if (typeof held !== 'boolean') throw new Error('a condition must be true or false');
      return held;
    },
  };
}

function parse(text: string) {
  try {
    return environment.parse(text);
  } catch (error) {
    throw conditionRefused(text, firstLineOf(error));
  }
}

/** @throws DomainError at what could cost too much however little there is to look at */
function refuseCostly(text: string, node: ASTNode, insideMacro: boolean): void {
  const called = calledBy(node);
  if (called === undefined) return;
  const isMacro = MACROS.has(called);
  if (!isMacro && !FUNCTIONS.has(called))
    throw conditionRefused(text, `${called}() is not among the functions of conditions`);
  if (isMacro && insideMacro) throw conditionRefused(text, `${called}() inside another walk through a list`);
}

function walk(
  node: ASTNode,
  insideMacro: boolean,
  visit: (node: ASTNode, insideMacro: boolean) => void,
): void {
  visit(node, insideMacro);
  const called = calledBy(node);
  const isMacro = called !== undefined && MACROS.has(called);
  for (const child of childrenOf(node.args)) walk(child, insideMacro || isMacro, visit);
}

const calledBy = (node: ASTNode): string | undefined =>
  node.op === 'call' || node.op === 'rcall' ? node.args[0] : undefined;

function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
}

const firstLineOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!.trim();
