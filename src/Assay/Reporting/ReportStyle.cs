namespace Assay.Reporting;

/// <summary>The style sheet of the report: light and dark, phone and print, no font or file from elsewhere.</summary>
internal static class ReportStyle
{
    public const string Css =
        """
        :root{color-scheme:light dark;--bg:#fff;--fg:#1c2330;--soft:#566074;--line:#dfe3ea;--card:#f5f7fa;--accent:#0b5fad;--good:#1a7f4b;--warn:#8a5a00;--bad:#b3261e}
        @media (prefers-color-scheme:dark){:root{--bg:#12161d;--fg:#e7ebf2;--soft:#a2adbf;--line:#2c3442;--card:#1a202a;--accent:#7ab8f5;--good:#6fd3a0;--warn:#e8b45a;--bad:#ff8a80}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
        main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 4rem}
        h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2.25rem 0 .5rem}
        p{margin:.5rem 0}.soft{color:var(--soft)}
        .verdict{background:var(--card);border-left:.35rem solid var(--accent);border-radius:.4rem;padding:1rem 1.25rem;margin:1.25rem 0}
        .verdict .headline{font-size:1.35rem;font-weight:650;margin:0 0 .5rem}
        .verdict ul{margin:.25rem 0 0;padding-left:1.2rem}.verdict h3{font-size:.95rem;margin:1rem 0 .25rem}
        .ship{border-color:var(--good)}.undecided{border-color:var(--warn)}.none{border-color:var(--bad)}
        .scroll{overflow-x:auto;margin:.5rem 0}
        table{border-collapse:collapse;width:100%;font-size:.92rem}
        th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
        th{font-weight:600;color:var(--soft);white-space:nowrap}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .plot{margin:.75rem 0}.plot-row{display:grid;grid-template-columns:minmax(6.5rem,13rem) 1fr 3.2rem;gap:.6rem;align-items:center}
        .plot-label{font-size:.9rem;overflow-wrap:anywhere}.plot-value{text-align:right;font-size:.9rem;font-variant-numeric:tabular-nums}
        svg{display:block;overflow:visible}svg text{fill:var(--soft);font-size:12px}
        .grid{stroke:var(--line)}.zero{stroke:var(--soft);stroke-dasharray:3 3}
        .range{stroke-width:4;stroke-linecap:round}.range.strong{stroke:var(--accent)}.point.strong{fill:var(--accent)}.range.muted{stroke:var(--soft)}.point.muted{fill:var(--soft)}
        details{margin:.4rem 0;border-bottom:1px solid var(--line);padding-bottom:.4rem}summary{cursor:pointer;overflow-wrap:anywhere}
        dl{display:grid;grid-template-columns:7rem 1fr;gap:.15rem .8rem;margin:.4rem 0 .4rem 1rem;font-size:.92rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
        code{font:.9em ui-monospace,Consolas,monospace;overflow-wrap:anywhere}
        .warning{color:var(--warn)}
        @media (max-width:34rem){.plot-row{grid-template-columns:5.5rem 1fr 2.8rem}dl{grid-template-columns:1fr;gap:0}dt{margin-top:.3rem}th{white-space:normal}}
        @media print{:root{--bg:#fff;--fg:#000;--soft:#444;--line:#ccc;--card:#f4f4f4;--accent:#0b5fad}main{max-width:none;padding:0}h2{break-after:avoid}.plot-row,tr,.verdict{break-inside:avoid}.scroll{overflow:visible}table{font-size:.75rem}th,td{padding:.2rem .3rem}}
        """;
}
