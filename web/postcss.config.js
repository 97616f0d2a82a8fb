/** Mantine's mixins: rem(), light-dark() and the breakpoints, for our CSS modules. */
export default { plugins: { "postcss-preset-mantine": {} } };
