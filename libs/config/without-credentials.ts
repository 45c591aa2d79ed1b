/** A connection URL that may be logged: user name and password removed. Text that is not a URL comes back as `<not a url>`. */
export function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return '<not a url>';
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  return parsed.toString();
}
