import 'reflect-metadata';
import { afterAll } from 'vitest';
import { cleanUp } from './cleanup.js';
import { quietly } from './quietly.js';

quietly();
afterAll(cleanUp);
