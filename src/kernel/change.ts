/** Whether somebody asked for a change and named nothing: then nothing is written and nobody is told. */
export const changesNothing = (change: object): boolean => Object.keys(change).length === 0;
