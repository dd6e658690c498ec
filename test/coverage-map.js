/**
 * What a test file is measured on: the tests of chapters and of lib must reach every line and branch of both.
 * The others run examples and read prose; what only they happen to reach is not counted as tested.
 */
export default function covers(test) {
  const measured = /^test\/(chapters|lib)\/|^test\/reference\.test\.ts$/.test(test);
  return measured ? ['chapters/**/*.ts', 'lib/**/*.ts'] : null;
}
