namespace Assay.Text.Words;

/// <summary>The lists behind <see cref="StopWords"/>, but for the English one: words separated by spaces.</summary>
internal static class StopWordLists
{
    public const string German =
        "aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei beim bin bis bist da dabei dadurch daher " +
        "damit dann daran darauf daraus darf darin darum das dass daß davon dazu dein deine deinem deinen deiner deines dem den denen denn der deren des dessen " +
        "dich die dies diese dieselbe dieselben diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines einig einige einigem einigen " +
        "einiger einiges er es etwas euch euer eure eurem euren eurer eures für gegen gewesen hab habe haben hat hatte hatten hattest hattet hier hin hinter ich " +
        "ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist jede jedem jeden jeder jedes jedoch jene jenem jenen jener jenes kann kein keine " +
        "keinem keinen keiner keines können könnte man manche manchem manchen mancher manches mein meine meinem meinen meiner meines mich mir mit muss musste nach " +
        "nachdem nicht nichts noch nun nur ob oder ohne sein seine seinem seinen seiner seines seit selbst sich sie sind so solche solchem solchen solcher solches " +
        "soll sollen sollte sondern sonst sowie um und uns unser unsere unserem unseren unserer unseres unter vom von vor wann war waren warst warum was weg weil " +
        "welche welchem welchen welcher welches wem wen wenn wer werde werden wessen weshalb wie wieso wieder will wir wird wirst wo wodurch wofür woher wohin wollen womit wovon wozu wurde " +
        "wurden während würde würden zu zum zur zwar zwischen über";

    public const string Spanish =
        "a al algo algunas algunos ante antes aquel aquella aquellas aquello aquellos aquí así aún aunque bajo cada como cómo con contra cual cuál cuales cuáles " +
        "cualquier cuando cuándo cuanta cuánta cuantas cuántas cuanto cuánto cuantos cuántos de del desde donde dónde dos durante e el él ella ellas ello ellos en " +
        "entre era eran eras eres es esa esas ese eso esos esta está estaba estaban estado están estar estas este esto estos estoy fue fueron fui ha haber había " +
        "habían hace hacia han has hasta hay he la las le les lo los más me mediante mi mí mis mientras mucho muchos muy nada ni no nos nosotras nosotros nuestra " +
        "nuestras nuestro nuestros o os otra otras otro otros para pero poco por porque pues que qué quien quién quienes quiénes se sea sean según ser si sí sido sin " +
        "sino sobre sois somos son soy su sus suya suyas suyo suyos también tan tanto te tenía tiene tienen todo todos tu tú tus tuya tuyo un una unas uno unos " +
        "vosotras vosotros vuestra vuestro y ya yo";

    public const string French =
        "à afin ai ainsi alors après as au aucun aucune aura auront aussi autre autres aux avaient avait avant avec avez avoir avons ayant c car ce ceci cela celle " +
        "celles celui cependant ces cet cette ceux chaque chez ci comme comment d dans de depuis des donc dont du elle elles en encore entre es est et étaient était " +
        "étant été êtes être eu eux fait fut furent il ils j je jusqu l la là laquelle le lequel les lesquelles lesquels leur leurs lors lorsqu lorsque lui m ma mais " +
        "me même mêmes mes moi moins mon n ne ni nos notre nous on ont ou où par parce pas pendant plus pour pourquoi puis puisqu puisque qu quand que quel quelle quelles " +
        "quels qui quoi quoique s sa sans se selon sera seront ses si soi soient soit sommes son sont sous suis sur t ta tandis te tes toi ton tous tout toute toutes " +
        "très tu un une vers voici voilà vos votre vous y";

    public const string Italian =
        "a ad agli ai al alla alle allo anche ancora aveva avevano avere avendo c c'è ché che chi ci cioè coi col come con contro cosa così cui d da dagli dai dal dalla " +
        "dalle dallo degli dei del della delle dello dentro di dopo dove due durante e è ed era erano essere essendo fa fra fu furono gli ha hai hanno ho i il in io " +
        "l la le lei li lo loro lui m ma mentre mi mia mie miei mio molto n ne né negli nei nel nella nelle nello no noi non nostra nostre nostri nostro o od ogni " +
        "oltre per perché perciò più poi può quale quali quando quanta quante quanti quanto quegli quei quel quella quelle quelli quello questa queste questi questo " +
        "qui s se sé sei senza si sì sia siamo siano siete solo sono sopra sotto sta stata state stati stato su sua sue sugli sui sul sulla sulle sullo suo suoi t " +
        "tra tu tua tue tuo tuoi tutta tutte tutti tutto un una uno v vi voi vostra vostre vostri vostro";

    /// <summary>Single characters and pairs, as they come out of the analysis.</summary>
    public const string Chinese =
        "的 了 是 在 和 与 與 或 吗 嗎 呢 吧 啊 我 你 您 他 她 它 也 就 都 而 及 以 于 於 这 這 那 有 被 把 之 其 什么 什麼 怎么 怎麼 怎样 怎樣 哪个 哪個 哪些 哪里 哪裡 多少 如何 为什 為什 " +
        "么是 麼是 是什 以及 这个 這個 那个 那個 这些 這些 那些 我们 我們 你们 你們 他们 他們 它们 它們 因为 因為 所以 但是 如果 或者 并且 並且 是否 的是 了的";

    /// <summary>Single characters and pairs, as they come out of the analysis.</summary>
    public const string Japanese =
        "の は が を に へ と も で や か ね よ です ます した して する され れる こと もの これ それ あれ この その あの ため から まで には では とは さん ある いる なる とい いう など なに " +
        "どう どの どこ いつ だれ なぜ すか ませ せん くだ ださ さい によ よる また";

    /// <summary>Single characters and pairs, as they come out of the analysis.</summary>
    public const string Korean =
        "이 그 저 것 수 등 및 왜 무엇 어떻 떻게 어떤 어디 언제 누구 있는 있다 없는 하는 한다 합니 니다 입니 습니 그리 리고 또는 하지 지만 그러 이것 그것 우리 때문 문에 에서 으로";
}
