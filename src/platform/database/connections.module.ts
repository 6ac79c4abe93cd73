import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DatabaseConnections } from './database-connections.js';

/** Apart from DatabaseModule so that it is there before TypeORM's own module, and closed after it. */
@Global()
@Module({
  providers: [
    {
      provide: DatabaseConnections,
      inject: [Config],
      useFactory: (config: Config) => DatabaseConnections.open(config),
    },
  ],
  exports: [DatabaseConnections],
})
export class ConnectionsModule {}
