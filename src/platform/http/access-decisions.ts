import { RequestMethod, type INestApplicationContext } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { decisionsOf } from './route-policy.js';

export interface RouteDecisions {
  /** `GET sessions/:id`, without the global prefix. */
  readonly route: string;
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
    const path = Reflect.getMetadata(PATH_METADATA, handler) as string | string[] | undefined;
    if (path === undefined) return [];
    const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
    const base = Reflect.getMetadata(PATH_METADATA, controller) as string;
    return [
      {
        route: `${method} ${[base, ...[path].flat()].join('/').replace(/\/{2,}/g, '/')}`,
        handler: `${controller.name}.${name}`,
        decisions: decisionsOf(controller, handler),
      },
    ];
  });
}
