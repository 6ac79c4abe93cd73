import { Controller, Get, Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { describe, expect, it } from 'vitest';
import { AppModule } from '../../src/app.module.js';
import { Config } from '../../src/platform/config/config.js';
import { defaultSettings } from '../../src/platform/config/load-config.js';
import { Public, RequireAssurance, RequireAuth, RequirePermission } from '../../src/platform/http/access.js';
import { accessDecisions, type RouteDecisions } from '../../src/platform/http/access-decisions.js';

/** Preview mode: nothing is instantiated, no database is needed. */
async function decisionsIn(module: Type | DynamicModule): Promise<RouteDecisions[]> {
  const app = await NestFactory.create(module, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  const found = accessDecisions(app);
  await app.close();
  return found;
}

const undecided = (routes: readonly RouteDecisions[]) =>
  routes.filter(({ decisions }) => decisions.length !== 1).map(({ handler }) => handler);

@RequireAuth()
@Controller('planted')
class PlantedController {
  @Get('inherited')
  inherited() {
    return {};
  }

  @Get('overridden')
  @Public()
  overridden() {
    return {};
  }

  @Get('contradictory')
  @Public()
  @RequireAssurance('aal2')
  contradictory() {
    return {};
  }
}

@RequireAssurance('aal2')
@Controller('assured')
class AssuredController {
  @Get('alone')
  alone() {
    return {};
  }

  @Get('permitted')
  @RequirePermission('document:read')
  permitted() {
    return {};
  }

  @Get('open')
  @Public()
  open() {
    return {};
  }

  @Get('either')
  @RequireAuth()
  @RequirePermission('document:read')
  either() {
    return {};
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  forgotten() {
    return {};
  }
}

@Module({ controllers: [PlantedController, AssuredController, ForgottenController] })
class PlantedModule {}

describe('access decisions', () => {
  it('every route of the service has exactly one', async () => {
    const routes = await decisionsIn(AppModule.with(new Config(defaultSettings(), [])));
    expect(routes.length).toBeGreaterThan(20);
    expect(undecided(routes)).toEqual([]);
  });

  it('a route without one, or with two, is found', async () => {
    const routes = await decisionsIn(PlantedModule);
    expect(routes.map(({ route }) => route)).toContain('GET planted/inherited');
    expect(undecided(routes)).toEqual([
      'PlantedController.contradictory',
      'AssuredController.either',
      'ForgottenController.forgotten',
    ]);
  });
});
