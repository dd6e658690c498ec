/** The page at the door: goes on in the reader's language, and asks where no script runs. */

/** index.html of the whole book. */
export const entrance = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>手算 Transformer · Transformer by Hand</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="book.css">
<script>
location.replace((/^zh/.test(navigator.language) ? 'zh' : 'en') + '/index.html' + location.hash)
</script>
</head>
<body class="entrance">
<main>
<h1><span lang="zh-Hans">手算 Transformer</span> · Transformer by Hand</h1>
<p><a href="zh/index.html" lang="zh-Hans">中文</a> <a href="en/index.html">English</a></p>
</main>
</body>
</html>
`;
