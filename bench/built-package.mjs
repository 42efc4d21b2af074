/** Another entry of the built package, found from its main one. */
export const part = (entry, path) => import(new URL(`../${path}`, entry))
