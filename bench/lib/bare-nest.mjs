// Yardstick: what Nest on Fastify gives when it does nothing.
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

class Hello {
  answer() {
    return { status: 'up' };
  }
}
Get('health/live')(Hello.prototype, 'answer', Object.getOwnPropertyDescriptor(Hello.prototype, 'answer'));
Controller()(Hello);
class Bare {}
Module({ controllers: [Hello] })(Bare);

const app = await NestFactory.create(Bare, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env.PORT), process.env.HOST);
process.on('SIGTERM', () => process.exit(0));
