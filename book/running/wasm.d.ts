/** A file of bytes, put into the script by the bundler. */
declare module '*.wasm' {
  const bytes: Uint8Array;
  export default bytes;
}
