namespace Segue.CompatMatrix.Report;

/// <summary>The fixed parts of the page.</summary>
internal static class HtmlParts
{
    internal const string Style = """
        :root { color-scheme: light dark; }
        :root { --ink: #1c2430; --soft: #5a6675; --line: #d6dce4; --page: #fff; --head: #f2f5f8; --pass: #12703c; --fail: #b3261e; --known: #7a5200; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e4e9f0; --soft: #9aa7b6; --line: #364150; --page: #141a22; --head: #1d2530; --pass: #63cf92; --fail: #ff8f86; --known: #f0bf5c; }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 90rem; padding: 1.5rem; font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--page); }
        h1 { margin: 0 0 .5rem; font-size: 1.6rem; }
        h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
        h2::first-letter { text-transform: uppercase; }
        header p { max-width: 60rem; }
        small { color: var(--soft); font-size: .85em; }
        a { color: inherit; }
        table { border-collapse: collapse; }
        th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: normal; }
        caption { padding-bottom: .3rem; text-align: left; font-weight: 600; }
        thead th { background: var(--head); font-weight: 600; }
        .totals td { text-align: right; font-variant-numeric: tabular-nums; }
        .filters { display: flex; flex-wrap: wrap; gap: .8rem 1.2rem; align-items: center; margin-top: 1.2rem; }
        .filters[hidden], [hidden] { display: none; }
        select, button { font: inherit; padding: .2rem .4rem; }
        .wide { overflow-x: auto; }
        .cases { width: 100%; min-width: 70rem; table-layout: fixed; }
        .cases th:first-child { width: 11.5rem; }
        .cases th:first-child a { font-family: ui-monospace, monospace; font-size: .85em; text-decoration: none; }
        .cases td:nth-child(2) { width: auto; }
        .cases th.subject { width: 6.6rem; padding-inline: .2rem; font-size: .75em; text-align: center; vertical-align: bottom; }
        .source { display: block; }
        .cell { text-align: center; overflow-wrap: anywhere; }
        .cell details p { margin: .2rem 0 0; font-size: .78em; text-align: left; hyphens: auto; }
        summary { cursor: pointer; list-style-position: inside; white-space: nowrap; }
        .sign { font-weight: 700; }
        .pass, .recorded-pass { color: var(--pass); }
        .fail, .recorded-fail { color: var(--fail); }
        .known { color: var(--known); }
        .not-applicable, .none { color: var(--soft); }
        .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        tr:target { outline: 2px solid var(--known); }
        :focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
        @media print {
          body { max-width: none; padding: 0; font-size: 9px; color: #000; background: #fff; }
          .filters { display: none; }
          .wide { overflow: visible; }
          .cases { min-width: 0; }
          .cases th:first-child { width: 14%; }
          .cases th.subject { width: 7%; }
          tr { break-inside: avoid; }
          h2 { break-after: avoid; }
          details::details-content { content-visibility: visible; }
        }
        """;

    internal const string Script = """
        (function () {
          var form = document.querySelector('.filters'), pick = function (id) { return document.getElementById(id); };
          var group = pick('group'), verdict = pick('verdict'), subject = pick('subject'), shown = pick('shown');
          function apply() {
            var count = 0;
            document.querySelectorAll('section').forEach(function (section) {
              var rows = 0, wanted = !group.value || section.dataset.group === group.value;
              section.querySelectorAll('tbody tr').forEach(function (row) {
                var cells = Array.prototype.slice.call(row.querySelectorAll('td.cell'));
                if (subject.value) cells = [cells[+subject.value]];
                var hit = wanted && (!verdict.value || cells.some(function (cell) { return cell.dataset.verdict === verdict.value; }));
                row.hidden = !hit;
                if (hit) rows++;
              });
              section.hidden = rows === 0;
              count += rows;
            });
            shown.textContent = count + ' cases shown';
          }
          form.addEventListener('change', apply);
          form.addEventListener('reset', function () { setTimeout(apply, 0); });
          window.addEventListener('beforeprint', function () { document.querySelectorAll('details').forEach(function (item) { item.open = true; }); });
          form.hidden = false;
          apply();
        })();
        """;
}
