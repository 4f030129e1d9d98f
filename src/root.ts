/** Where the program's folder is, with the files that it reads beside its code. */

/** The folder that holds `migrations/`, `public/`, `config/` and package.json: above `src/`, and above what is built. */
export const ROOT = new URL('../', import.meta.url)
