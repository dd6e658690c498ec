/** The part of WebAssembly's interface that the engine uses. TypeScript has it only among the types of a browser. */
declare namespace WebAssembly {
  interface Module {
    readonly __compiled: unique symbol;
  }
  const Module: new (bytes: Uint8Array<ArrayBuffer>) => Module;

  interface Memory {
    readonly buffer: ArrayBufferLike;
  }
  const Memory: new (size: { initial: number; maximum: number; shared: boolean }) => Memory;

  function instantiate(module: Module, imports: object): Promise<{ exports: object }>;
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}
