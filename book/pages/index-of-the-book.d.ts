/** The index, which the weave puts in the place of this name: MiniSearch's own, as JSON. */
declare module 'index-of-the-book' {
  const index: string;
  export default index;
}
