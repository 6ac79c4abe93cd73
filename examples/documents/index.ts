/** All that other modules may know of documents. */
export { DocumentsModule } from './documents.module.js';
