using Assay.Text.Languages;

namespace Assay.Tests.Text.Languages;

public sealed class LanguageCodesTests
{
    [Theory]
    [InlineData("en", "The goods are delivered within four weeks of the order, and the carrier is chosen by the seller.")]
    [InlineData("de", "Die Ware wird innerhalb von vier Wochen nach der Bestellung geliefert, und der Verkäufer wählt den Spediteur.")]
    [InlineData("es", "La mercancía se entrega en un plazo de cuatro semanas después del pedido y el vendedor elige el transporte.")]
    [InlineData("fr", "La marchandise est livrée dans les quatre semaines qui suivent la commande et le vendeur choisit le transporteur.")]
    [InlineData("it", "La merce viene consegnata entro quattro settimane dall'ordine e il venditore sceglie il corriere che preferisce.")]
    [InlineData("nl", "De goederen worden binnen vier weken na de bestelling geleverd en de verkoper kiest welke vervoerder ze naar het huis van de klant brengt.")]
    [InlineData("sv", "Varorna levereras inom fyra veckor efter beställningen och säljaren väljer vilket företag som ska köra dem till kunden.")]
    [InlineData("pl", "Towar jest dostarczany w ciągu czterech tygodni od zamówienia, a sprzedawca wybiera przewoźnika, który przywozi go do klienta.")]
    [InlineData("tr", "Ürünler siparişten sonra dört hafta içinde teslim edilir ve satıcı hangi şirketin bunları müşteriye götüreceğini seçer.")]
    [InlineData("ru", "Товар доставляется в течение четырёх недель после заказа, а перевозчика выбирает продавец.")]
    [InlineData("uk", "Товар доставляють протягом чотирьох тижнів після замовлення, а перевізника обирає продавець, який повідомляє про це покупцеві.")]
    [InlineData("el", "Τα εμπορεύματα παραδίδονται μέσα σε τέσσερις εβδομάδες από την παραγγελία.")]
    [InlineData("ar", "يتم تسليم البضائع خلال أربعة أسابيع من تاريخ الطلب ويختار البائع شركة النقل.")]
    [InlineData("he", "הסחורה נמסרת בתוך ארבעה שבועות מיום ההזמנה והמוכר בוחר את חברת ההובלה.")]
    [InlineData("hi", "माल ऑर्डर के चार सप्ताह के भीतर पहुँचाया जाता है और विक्रेता वाहक चुनता है।")]
    [InlineData("th", "สินค้าจะถูกจัดส่งภายในสี่สัปดาห์หลังจากการสั่งซื้อ และผู้ขายเป็นผู้เลือกผู้ขนส่ง")]
    [InlineData("vi", "Hàng hóa được giao trong vòng bốn tuần kể từ khi đặt hàng và người bán chọn đơn vị vận chuyển.")]
    [InlineData("zh", "货物在订单后四周内交付，承运人由卖方选择，卖方会通知买方。")]
    [InlineData("ja", "商品は注文から四週間以内に配達され、運送業者は売り手が選びます。")]
    [InlineData("ko", "상품은 주문 후 사 주 이내에 배송되며 운송업체는 판매자가 선택합니다.")]
    [InlineData("", "12.80 19.45 2026-01-02")]
    [InlineData("", "ok")]
    public void Of_tells_the_language(string expected, string text) => Assert.Equal(expected, LanguageCodes.Of(text));
}
