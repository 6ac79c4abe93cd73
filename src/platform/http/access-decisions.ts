import type { INestApplicationContext } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { decisionsOf } from './route-policy.js';

export interface RouteDecisions {
  /** `SessionsController.list` */
  readonly handler: string;
  /** The access decisions that apply; there must be exactly one. */
  readonly decisions: readonly string[];
}

/** Every route of an application (also one made in preview mode) with the decisions about who may call it. */
export function accessDecisions(app: INestApplicationContext): RouteDecisions[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) =>
    typeof metatype === 'function' ? routesOf(metatype as ControllerClass) : [],
  );
}

type ControllerClass = (abstract new (...args: never[]) => unknown) & { prototype: object };

function routesOf(controller: ControllerClass): RouteDecisions[] {
  const prototype = controller.prototype as Record<string, (...args: never[]) => unknown>;
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const handler = prototype[name]!;
    if (!Reflect.hasMetadata(PATH_METADATA, handler)) return [];
    return [{ handler: `${controller.name}.${name}`, decisions: decisionsOf(controller, handler) }];
  });
}
