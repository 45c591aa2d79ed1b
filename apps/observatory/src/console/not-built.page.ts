/** In place of a console that was not built. */
export const NOT_BUILT_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Not built · Job Observatory</title>
<link rel="icon" href="/platform/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/platform/page.css">
</head>
<body class="text">
<h1>The web console is not built</h1>
<p>The observatory runs and answers, but finds no <code>dist/apps/web</code> beside itself. Build it, then load this page again:</p>
<pre>npm run build</pre>
<p>Meanwhile: <a href="/docs">the API</a>, and <a href="/platform">all user interfaces of the platform</a>.</p>
</body>
</html>
`;
