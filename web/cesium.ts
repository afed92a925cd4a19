/**
 * What `cesium` means in this project (an alias in vite.config.ts): the engine without the widgets, whose Knockout needs `eval`
 * and so cannot run under our content security policy. resium asks for a `Viewer`; it is never made.
 */
export * from '@cesium/engine'
export class Viewer {}
