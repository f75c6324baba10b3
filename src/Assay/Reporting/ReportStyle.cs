namespace Assay.Reporting;

/// <summary>The style sheet of the reports: light and dark, phone and print, no font or file from elsewhere.</summary>
internal static class ReportStyle
{
    /// <summary>All rules.</summary>
    public static string Css => Page + Tables + Charts + Narrow + Print;

    private const string Page =
        """

        :root{color-scheme:light dark;--bg:#fff;--fg:#1c2330;--soft:#566074;--line:#dfe3ea;--card:#f4f6fa;--accent:#0b5fad;--good:#1a7f4b;--warn:#8a5a00;--bad:#b3261e;--k0:#0b5fad;--k1:#b5460f;--k2:#12724a;--k3:#7a3e9d;--k4:#7a5b00;--k5:#566074}
        @media screen and (prefers-color-scheme:dark){:root{--bg:#12161d;--fg:#e7ebf2;--soft:#a8b3c5;--line:#2c3442;--card:#1a202a;--accent:#7ab8f5;--good:#6fd3a0;--warn:#e8b45a;--bad:#ff8a80;--k0:#7ab8f5;--k1:#ff9e6b;--k2:#62d3a4;--k3:#cf9cf0;--k4:#e3c15a;--k5:#a8b3c5}}
        *{box-sizing:border-box}
        html{scroll-padding-top:1rem}
        body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%;text-size-adjust:100%;overflow-wrap:anywhere}
        header,main{max-width:64rem;margin:0 auto;padding:0 1rem}header{padding-top:1.5rem}main{padding-bottom:4rem}
        h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.2rem;line-height:1.3;margin:2.75rem 0 .35rem}h3{font-size:1rem;line-height:1.35;margin:1.4rem 0 .25rem}
        p{margin:.35rem 0}ul,ol{margin:.25rem 0 0;padding-left:1.2rem}li{margin:.15rem 0}.soft,small{color:var(--soft)}.soft{max-width:46rem}
        a{color:var(--accent);text-underline-offset:.15em}a:hover{text-decoration-thickness:2px}
        .skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--bg);padding:.4rem .8rem;z-index:9}
        .verdict,.notes{background:var(--card);border-left:.35rem solid var(--tone);border-radius:.4rem;padding:1rem 1.25rem;margin:1.25rem 0}
        .verdict h2{font-size:1.6rem;margin:0}.verdict h2+p{font-size:1.05rem}.verdict h3,.notes h3{margin:1rem 0 .1rem}.eyebrow{margin:0;font-size:.8rem;font-weight:700;letter-spacing:.08em;text-transform:uppercase;color:var(--tone)}
        .ship{--tone:var(--good)}.undecided,.notes{--tone:var(--warn)}.none{--tone:var(--bad)}.paper{--tone:var(--accent)}.notes h2{font-size:1rem;margin:0}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:1rem 1.5rem;margin:1rem 0}
        .tiles dt{font-size:.85rem;color:var(--soft)}.tiles dd{margin:0}.tiles strong{display:block;font-size:1.3rem;line-height:1.3;font-variant-numeric:tabular-nums}.tiles small{display:block;font-size:.82rem;line-height:1.35}
        .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:0 2rem}
        li>a[href^="#"]{color:inherit;text-decoration-color:var(--soft);text-decoration-thickness:1px}li>a[href^="#"]:hover{color:var(--accent)}
        .next{border:1px solid var(--line);border-radius:.4rem;background:var(--bg);padding:.6rem .9rem;margin:1rem 0 0}.next h3{margin:0}
        nav{margin:1.5rem 0;font-size:.92rem}nav h2{font-size:.85rem;margin:0;color:var(--soft)}nav ol{list-style:none;padding:0;columns:13rem;column-gap:1.5rem}nav li>a[href^="#"]{color:var(--accent);display:inline-block;padding:.12rem 0}
        @media screen and (min-width:84rem){body{padding-left:14rem}nav{position:fixed;left:1.25rem;top:1.5rem;bottom:1.5rem;width:12.5rem;margin:0;overflow-y:auto}nav ol{columns:auto}nav li{margin:0}}
        details{margin:.4rem 0}summary{cursor:pointer;padding:.25rem 0}details details{border-top:1px solid var(--line);margin:0;padding:.2rem 0 .2rem .5rem}.arm{margin:.75rem 0}.arm>summary h3{display:inline;font-size:1.05rem}
        .data>summary{font-size:.88rem;color:var(--soft)}
        .badge{display:inline-block;font-size:.8rem;line-height:1.5;padding:0 .45rem;border:1px solid var(--line);border-radius:.3rem;background:var(--card);color:var(--soft)}
        details dl{display:grid;grid-template-columns:6.5rem 1fr;gap:.2rem .8rem;margin:.4rem 0 .6rem 1rem;font-size:.92rem}details dt{color:var(--soft)}details dd{margin:0;white-space:pre-wrap}
        .entries{list-style:none;padding:0}.entries li{border-top:1px solid var(--line);padding:.45rem 0}.entries small{display:block;font-size:.85rem}.entries small a{display:inline-block;padding:.3rem 0;min-height:24px}
        code{font:.9em ui-monospace,Consolas,monospace}
        :focus-visible{outline:2px solid var(--accent);outline-offset:2px}:target{scroll-margin-top:1rem}tr:target>*,li:target{background:var(--card)}

        """;

    private const string Tables =
        """
        .scroll{overflow-x:auto;margin:.5rem 0}
        table{border-collapse:collapse;width:100%;font-size:.92rem;overflow-wrap:normal}
        caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
        th{font-weight:600}thead th{color:var(--soft);vertical-align:bottom}tbody th{font-weight:400;min-width:9rem;position:sticky;left:0;background:var(--bg)}
        th small,td small{display:block;font-weight:400;line-height:1.35;font-size:.82rem}
        .n{width:7.5rem;text-align:right;font-variant-numeric:tabular-nums}td.n{white-space:nowrap}td.t{min-width:11rem}
        tr.sum>*{font-weight:600;border-top:2px solid var(--line)}
        td[style]{background:color-mix(in srgb,var(--accent) calc(var(--shade)*.4%),var(--bg))}

        """;

    private const string Charts =
        """
        .plot{margin:.9rem 0 1.1rem}.plot-row{display:grid;grid-template-columns:minmax(6.5rem,13rem) 1fr 7.5rem;grid-template-areas:"label strip value";column-gap:.75rem;align-items:center}
        .plot-label{grid-area:label;font-size:.92rem}.plot-value{grid-area:value;text-align:right;font-size:.92rem;font-variant-numeric:tabular-nums}
        .plot-row svg{grid-area:strip}.plot-caption{grid-column:2;font-size:.82rem;color:var(--soft);text-align:center;margin:.2rem 0}
        .chart{margin:1rem 0 .3rem;max-width:50rem}figcaption{font-weight:600}figcaption small{display:block;font-weight:400;font-size:.82rem}
        svg{display:block;overflow:visible}svg text{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}
        .lines{margin:0 var(--r) 0 var(--l);width:calc(100% - var(--l) - var(--r))}svg .name,svg .mark{fill:var(--fg)}svg .mark{font-weight:600}.marks{list-style:none;padding:0;font-size:.85rem}.marks b{display:inline-block;min-width:1rem}
        .grid{stroke:var(--line)}.zero,.middle{stroke:var(--fg);stroke-dasharray:3 3}.leader{stroke:var(--soft);fill:none}.middle,.crossing,.curve,.band{vector-effect:non-scaling-stroke}
        .curve{fill:none;stroke-width:2.25;stroke-linejoin:round}.band{fill-opacity:.13;stroke:none}.crossing{fill:var(--fg);fill-opacity:.09;stroke:var(--soft);stroke-dasharray:1 4}
        .curve.k0{stroke:var(--k0)}.curve.k1{stroke:var(--k1);stroke-dasharray:8 3}.curve.k2{stroke:var(--k2);stroke-dasharray:2 3}.curve.k3{stroke:var(--k3);stroke-dasharray:10 3 2 3}.curve.k4{stroke:var(--k4);stroke-dasharray:5 2 1 2 1 2}.curve.k5{stroke:var(--k5);stroke-dasharray:4 5}
        .band.k0,.dot.k0{fill:var(--k0)}.band.k1,.dot.k1{fill:var(--k1)}.band.k2,.dot.k2{fill:var(--k2)}.band.k3,.dot.k3{fill:var(--k3)}.band.k4,.dot.k4{fill:var(--k4)}.band.k5,.dot.k5{fill:var(--k5)}.dot{stroke:var(--bg)}
        .range{stroke-width:4;stroke-linecap:round}.range.strong{stroke:var(--accent)}.point.strong{fill:var(--accent)}.range.muted{stroke:var(--soft);opacity:.75;stroke-width:2}.point.muted{fill:var(--bg);stroke:var(--soft);stroke-width:2}
        .swing-low{fill:var(--bg);stroke:var(--accent);stroke-width:1.5}.swing-high{fill:var(--accent);stroke:var(--accent);stroke-width:1.5}
        rect.part{stroke:var(--bg)}rect.s0{fill:#0b5fad}rect.s1{fill:#a9cdf0}rect.s2{fill:#12724a}rect.s3{fill:#b9e0cb}rect.s4{fill:#7a3e9d}rect.s5{fill:#dcc6ea}rect.s6{fill:#8a5a00}rect.s7{fill:#f0d9a8}rect.s8{fill:#4d5668}rect.s9{fill:#d5dae3}
        svg .on{fill:#fff;font-weight:600}svg .on.s1,svg .on.s3,svg .on.s5,svg .on.s7,svg .on.s9{fill:#14181f}

        """;

    private const string Narrow =
        """
        @media (max-width:40rem){
        header{padding-top:1rem}.verdict,.notes{padding:.85rem 1rem}.verdict h2{font-size:1.4rem}.tiles{grid-template-columns:1fr 1fr;gap:.9rem 1rem}.tiles strong{font-size:1.12rem}.pair{grid-template-columns:1fr}
        .plot-row{grid-template-columns:1fr auto;grid-template-areas:"label value" "strip strip";margin-bottom:.2rem}.plot-row.axis{grid-template-areas:"strip strip"}.plot-row .plot-caption{grid-column:1/-1}
        table{font-size:.82rem}th,td{padding:.35rem .25rem}.n{width:auto}thead small{display:none}tbody th{min-width:5.2rem}th,td:last-child{padding-right:0}th:first-child{padding-left:0}details dl{grid-template-columns:1fr;gap:0;margin-left:.5rem}details dt{margin-top:.3rem;font-size:.85rem}
        }

        """;

    private const string Print =
        """
        @page{size:A4;margin:14mm}
        @media print{
        :root{color-scheme:light;--soft:#444;--line:#ccc;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        body{font-size:10.5pt}header,main{max-width:none;padding:0}h2,h3,h2+p,figcaption,summary{break-after:avoid}h2{margin-top:1.5rem}.plot,.chart,tr,.notes,.next,details details,li{break-inside:avoid}
        nav,.skip{display:none}.first{break-after:page}.first{font-size:9.5pt}.first .verdict,.first .notes{margin:.7rem 0;padding:.7rem 1rem}.first h3{margin:.6rem 0 0}.first .tiles{grid-template-columns:repeat(4,1fr);gap:.5rem 1rem;margin:.6rem 0}.first .tiles strong{font-size:1.15rem}.first .tiles small,.first .tiles dt{font-size:.85em}.first .pair{grid-template-columns:1fr 1fr}.first .next{padding:.4rem .7rem;margin:.6rem 0 0}.plot-label,.plot-value{font-size:9.5pt}.plot-row{grid-template-columns:9rem 1fr 6.5rem}details::details-content{content-visibility:visible;block-size:auto}details.fold:not([open])::details-content{content-visibility:hidden;block-size:0}
        .scroll{overflow:visible}.whole{break-inside:avoid}table{font-size:9pt}.n{width:auto}th,td{padding:.18rem .35rem}tbody th{position:static}thead{display:table-header-group}td.t,tbody th{min-width:0;overflow-wrap:anywhere}.chart{max-width:42rem}
        a{color:inherit}a[href^="https"]::after{content:" (" attr(href) ")";font-size:.85em;color:var(--soft)}
        }

        """;
}
