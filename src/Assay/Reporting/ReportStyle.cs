namespace Assay.Reporting;

/// <summary>The style sheet of the report: light and dark, phone and print, no font or file from elsewhere.</summary>
internal static class ReportStyle
{
    public const string Css =
        """

        :root{color-scheme:light dark;--bg:#fff;--fg:#1c2330;--soft:#566074;--line:#dfe3ea;--card:#f4f6fa;--accent:#0b5fad;--good:#1a7f4b;--warn:#8a5a00;--bad:#b3261e}
        @media screen and (prefers-color-scheme:dark){:root{--bg:#12161d;--fg:#e7ebf2;--soft:#a8b3c5;--line:#2c3442;--card:#1a202a;--accent:#7ab8f5;--good:#6fd3a0;--warn:#e8b45a;--bad:#ff8a80}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%;text-size-adjust:100%}
        main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 4rem;overflow-wrap:anywhere}
        h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.2rem;line-height:1.3;margin:2.5rem 0 .35rem}h3{font-size:.95rem;margin:1rem 0 .25rem}
        p{margin:.35rem 0}ul{margin:.25rem 0 0;padding-left:1.2rem}.soft,small{color:var(--soft)}.soft{max-width:46rem}
        .verdict,.notes{background:var(--card);border-left:.35rem solid var(--tone);border-radius:.4rem;padding:1rem 1.25rem;margin:1.25rem 0}
        .verdict h2{font-size:1.6rem;margin:0}.eyebrow{margin:0;font-size:.8rem;font-weight:700;letter-spacing:.08em;text-transform:uppercase;color:var(--tone)}
        .ship{--tone:var(--good)}.undecided,.notes{--tone:var(--warn)}.none{--tone:var(--bad)}.notes h2{font-size:1rem;margin:0}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:1rem 1.5rem;margin:1rem 0}
        .tiles dt{font-size:.85rem;color:var(--soft)}.tiles dd{margin:0}.tiles strong{display:block;font-size:1.35rem;line-height:1.3;font-variant-numeric:tabular-nums}.tiles small{display:block;font-size:.8rem;line-height:1.35}
        .scroll{overflow-x:auto;margin:.5rem 0}
        table{border-collapse:collapse;width:100%;font-size:.92rem;overflow-wrap:normal}
        caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
        th{font-weight:600}thead th{color:var(--soft);vertical-align:bottom}tbody th{font-weight:400;position:sticky;left:0;background:var(--bg)}
        th small{display:block;font-weight:400;line-height:1.35;font-size:.82rem}
        .n{width:8rem;text-align:right;font-variant-numeric:tabular-nums}td.n{white-space:nowrap}
        td[style]{background:color-mix(in srgb,var(--accent) calc(var(--shade)*.4%),var(--bg))}
        .plot{margin:.9rem 0 1.1rem}.plot-row{display:grid;grid-template-columns:minmax(6.5rem,13rem) 1fr 6.5rem;grid-template-areas:"label strip value";column-gap:.75rem;align-items:center}
        .plot-label{grid-area:label;font-size:.92rem}.plot-value{grid-area:value;text-align:right;font-size:.92rem;font-variant-numeric:tabular-nums}
        .plot-row svg{grid-area:strip}.plot-caption{grid-column:2;font-size:.8rem;color:var(--soft);text-align:center}
        svg{display:block;overflow:visible}svg text{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}
        .grid{stroke:var(--line)}.zero{stroke:var(--fg);stroke-dasharray:3 3}
        .curve{stroke-width:1.5;stroke-linecap:round}.curve.strong{stroke:var(--accent);stroke-width:2.5}.curve.muted{stroke:var(--soft);opacity:.7}
        .range{stroke-width:4;stroke-linecap:round}.range.strong{stroke:var(--accent)}.point.strong{fill:var(--accent)}.range.muted{stroke:var(--soft);opacity:.75}.point.muted{fill:var(--soft)}
        details{margin:.4rem 0}summary{cursor:pointer;padding:.25rem 0}details details{border-top:1px solid var(--line);margin:0;padding:.2rem 0 .2rem .5rem}.arm{margin:.75rem 0}.arm>summary h3{display:inline;font-size:1.05rem}
        .badge{display:inline-block;font-size:.8rem;line-height:1.5;padding:0 .45rem;border:1px solid var(--line);border-radius:.3rem;background:var(--card);color:var(--soft)}
        details dl{display:grid;grid-template-columns:6.5rem 1fr;gap:.2rem .8rem;margin:.4rem 0 .6rem 1rem;font-size:.92rem}details dt{color:var(--soft)}details dd{margin:0;white-space:pre-wrap}
        code{font:.9em ui-monospace,Consolas,monospace}
        :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        @media (max-width:40rem){
        main{padding:1rem 1rem 3rem}.verdict,.notes{padding:.85rem 1rem}.verdict h2{font-size:1.4rem}.tiles{grid-template-columns:1fr 1fr;gap:.9rem 1rem}.tiles strong{font-size:1.2rem}
        .plot-row{grid-template-columns:1fr auto;grid-template-areas:"label value" "strip strip";margin-bottom:.2rem}.plot-row.axis{grid-template-areas:"strip strip"}.plot-caption{grid-column:1/-1}
        table{font-size:.82rem}th,td{padding:.35rem .25rem}.n{width:auto}thead small{display:none}tbody th{min-width:5.2rem}th,td:last-child{padding-right:0}th:first-child{padding-left:0}details dl{grid-template-columns:1fr;gap:0;margin-left:.5rem}details dt{margin-top:.3rem;font-size:.85rem}
        }
        @page{size:A4;margin:14mm}
        @media print{
        :root{color-scheme:light;--soft:#444;--line:#ccc;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        body{font-size:11pt}main{max-width:none;padding:0}h2,h3,h2+p,summary{break-after:avoid}h2{margin-top:1.5rem}.plot,tr,.verdict,.notes,details details{break-inside:avoid}
        .scroll{overflow:visible;break-inside:avoid}table{font-size:9.5pt}.n{width:6.8rem}th,td{padding:.2rem .35rem}tbody th{position:static}
        }

        """;
}
