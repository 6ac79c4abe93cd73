import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Health, type HealthReport } from '../observability/health.js';
import { Public } from './access.js';

const UNAVAILABLE = 503;

/** For load balancers and orchestrators: not limited, not logged above debug. */
@ApiExcludeController()
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly health: Health) {}

  /** Every component with its latency. */
  @Get()
  all(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    return this.answer(reply);
  }

  /** The process runs; a dead database is no reason to restart it. */
  @Get('live')
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  /** Send requests here: what they need is there, and we are not stopping. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: HealthReport['status'] }> {
    const { status } = await this.answer(reply);
    return { status };
  }

  private async answer(reply: FastifyReply): Promise<HealthReport> {
    const report = await this.health.report();
    if (report.status === 'down' || report.status === 'stopping') reply.status(UNAVAILABLE);
    return report;
  }
}
