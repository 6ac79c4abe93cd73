// Yardstick: what Fastify gives when it does nothing.
import { fastify } from 'fastify';

const app = fastify();
app.get('/health/live', async () => ({ status: 'up' }));
await app.listen({ port: Number(process.env.PORT), host: process.env.HOST });
process.on('SIGTERM', () => process.exit(0));
