import { Controller, Get, Module } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { AppModule } from '../../../src/app.module.js';
import { Config } from '../../../src/platform/config/config.js';
import { defaultSettings } from '../../../src/platform/config/load-config.js';
import {
  Public,
  RequireAssurance,
  RequireAuth,
  RequirePermission,
} from '../../../src/platform/http/access.js';
import { exportOpenApi } from '../../../src/platform/http/export-openapi.js';

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

describe('the contract', () => {
  it('is exported when every route has exactly one access decision', async () => {
    const { paths } = await exportOpenApi(AppModule.with(new Config(defaultSettings(), [])));
    expect(Object.keys(paths).length).toBeGreaterThan(20);
  });

  it('is refused while a route has none, or two', async () => {
    await expect(exportOpenApi({ module: PlantedModule })).rejects.toThrow(
      /: PlantedController\.contradictory, AssuredController\.either, ForgottenController\.forgotten$/,
    );
  });
});
