// Stands in for a package that only development builds use.
export default undefined;
