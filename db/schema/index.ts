export { alerts } from './alerts.ts';
export { documents } from './documents.ts';
export { fabricKinds, fabricLeases, fabrics, findings } from './fabrics.ts';
export { operations } from './operations.ts';
export { repositories } from './repositories.ts';
export { resources } from './resources.ts';
export { transitions } from './transitions.ts';
