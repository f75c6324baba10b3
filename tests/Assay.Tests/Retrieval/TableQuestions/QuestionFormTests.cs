namespace Assay.Tests.Retrieval.TableQuestions;

/// <summary>Forms in which people ask of tables, and readings that would be wrong.</summary>
public sealed class QuestionFormTests
{
    private const string Trips = """
        Trip,Date,Route,Ship,Captain,Passengers,Cars,Revenue,Status,Delay (min),Remarks
        T1,2025-04-02,North-South,Lark,"Garrick, Tom",300,,£100,on time,0,
        T2,2025-05-03,North-South,Isle of South,"Lind, Karin",900,40,£400,delayed,50,fog
        T3,2025-05-09,East-West,Lark,,100,10,£50,delayed,20,
        T4,2025-06-01,East-West,Heron,"Lind, Karin",,,,cancelled,,gale
        T5,2025-06-20,North-West,Heron,"Garrick, Tom",500,90,£250,on time,0,
        T6,2025-07-05,North-West,Lark,"Garrick, Tom",200,20,£90,delayed,70,fog
        """;

    private const string Ships = """
        Ship,Type,Built,Passenger capacity,Home port,Purchase price
        Lark,catamaran,1990,250,North,£100
        Isle of South,car ferry,2005,1000,South,£900
        Heron,catamaran,2015,600,South,£500
        Old Tom,car ferry,1970,400,West,
        """;

    private const string Items = """
        Item,Category,Supplier,On hand,Unit,Unit price (EUR),Stock value (EUR),Reorder level,Expiry date,Storage
        Gauze,Dressings,Halder,104,pack,18,1872,50,2027-01-09,Store room 2
        Plaster,Dressings,Halder,30,pack,4,120,50,2026-03-31,Store room 1
        Aspirin,Medicines,Lumen,1200,box,30,36000,80,2025-12-30,Cabinet
        Heparin,Medicines,Lumen,0,box,60,0,20,2026-07-01,Cold store
        Tape,Office,Deltona,40,piece,9,360,30,,Basement
        Folder,Office,Deltona,,piece,25,,10,,Basement
        """;

    private const string Suppliers = "Supplier,Country,Lead time (days),Minimum order,Customer since\nHalder,Germany,3,€250,2011-03-14\nLumen,Ireland,5,\"€1,000\",2014-06-30\nDeltona,Netherlands,4,€300,2013-04-22\nSpare,Germany,9,€90,2007-01-01\n";

    [Theory]
    [InlineData("How many trips are there on the North-South route?", 2)]
    [InlineData("number of trips assigned to the Lark", 3)]
    [InlineData("For how many trips is no captain entered?", 1)]
    [InlineData("How many trips are missing a captain?", 1)]
    [InlineData("How many trips have a remark?", 3)]
    [InlineData("How many trips carried no cars?", 2)]
    [InlineData("trips with more than 30 cars on board, how many?", 2)]
    [InlineData("How many times were we more than 45 minutes late?", 2)]
    [InlineData("How many trips were scheduled before 1 May 2025?", 1)]
    [InlineData("How many trips were in May and June 2025?", 4)]
    [InlineData("How many trips were in the first half of 2025?", 5)]
    [InlineData("How many trips were there by the end of May 2025?", 3)]
    [InlineData("How many trips ran on either North-South or East-West, whatever their status?", 4)]
    [InlineData("How many trips had more than 150 passengers but fewer than 50 cars?", 2)]
    [InlineData("How many trips used a ship built before 1995?", 3)]
    [InlineData("How many ships were built between 1980 and 2010?", 2)]
    [InlineData("How many trips carried more passengers than the passenger capacity?", 1)]
    [InlineData("How many ships have no purchase price?", 1)]
    [InlineData("What was the revenue on East-West?", 50)]
    [InlineData("What did we pay for all the catamarans together?", 600)]
    [InlineData("Average revenue per trip for the Lark?", 80)]
    [InlineData("When a trip is delayed, how long is the delay on average?", 140 / 3.0)]
    [InlineData("What was the highest revenue on a single trip in May 2025?", 400)]
    [InlineData("What's the smallest number of passengers we had on a North-South trip?", 300)]
    [InlineData("What share of trips was on time in June 2025?", 50)]
    [InlineData("What percentage of revenue came from the Lark?", 2400 / 89.0)]
    [InlineData("I'm writing the report for the board and still need the revenue for the whole of May 2025, could you add it up for me?", 450)]
    public void Numbers_of_trips_and_ships(string question, double number)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("data/trips.csv", Trips).Add("data/ships.csv", Ships);
        Assert.Equal(number, Convert.ToDouble(Assert.Single(tables.Ask(question)!.Values).Value, null), 6);
    }

    [Theory]
    [InlineData("how many suppliers do we have?", 4)]
    [InlineData("How many items have no quantity on hand entered?", 1)]
    [InlineData("How many items do we have more than 1,000 of?", 1)]
    [InlineData("How many items cost less than 5 euros per unit?", 1)]
    [InlineData("How many items cost between €20 and €40 per unit?", 2)]
    [InlineData("How many items are below their reorder level?", 2)]
    [InlineData("How many items are out of stock?", 1)]
    [InlineData("How many items are kept somewhere other than the Basement?", 4)]
    [InlineData("Expiry dates have been a worry of mine lately, so: how many medicines have an expiry date before 1 July 2026?", 1)]
    [InlineData("How many suppliers have a minimum order of €300 or more?", 2)]
    [InlineData("How many suppliers have been with us since 2013?", 2)]
    [InlineData("How many items come from German suppliers?", 2)]
    [InlineData("What is the total stock value of items from Dutch suppliers, meaning country Netherlands?", 360)]
    [InlineData("How many Aspirin do we have on hand?", 1200)]
    [InlineData("How much is our stock worth?", 38352)]
    [InlineData("What percentage of the stock value is in medicines?", 3600000 / 38352.0)]
    public void Numbers_of_stock(string question, double number)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("data/items.csv", Items).Add("data/suppliers.csv", Suppliers);
        Assert.Equal(number, Convert.ToDouble(Assert.Single(tables.Ask(question)!.Values).Value, null), 6);
    }

    [Theory]
    [InlineData("Which ship is the oldest?", "Old Tom")]
    [InlineData("What's the newest ship?", "Heron")]
    [InlineData("Which ship type has the highest revenue?", "catamaran")]
    [InlineData("Which route brought in the most revenue?", "North-South")]
    [InlineData("Which supplier have we been a customer of the longest?", "Spare")]
    [InlineData("What is the most valuable item?", "Aspirin")]
    [InlineData("Which supplier country accounts for the highest stock value?", "Ireland")]
    [InlineData("Which medicines expire before March 2026?", "Aspirin")]
    [InlineData("Where is the Heparin stored?", "Cold store")]
    [InlineData("Which items cost more than 50 EUR?", "Heparin")]
    public void Rows_and_groups(string question, string name)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("data/trips.csv", Trips).Add("data/ships.csv", Ships).Add("stock/items.csv", Items).Add("stock/suppliers.csv", Suppliers);
        Assert.Equal(name, Assert.Single(tables.Ask(question)!.Values).Value);
    }

    [Theory]
    [InlineData("Total revenue by ship type", "car ferry: 400 GBP, catamaran: 490 GBP")]
    [InlineData("Passengers per route?", "East-West: 100, North-South: 1200, North-West: 700")]
    [InlineData("Break the trips down by status: how many of each?", "cancelled: 1, delayed: 3, on time: 2")]
    [InlineData("Which two ships carried the most passengers overall?", "Isle of South (900), Lark (600)")]
    [InlineData("Top 2 trips by revenue, please", "T2 (400 GBP), T5 (250 GBP)")]
    [InlineData("What are the top 2 ships by number of trips?", "Lark (3), Heron (2)")]
    public void Lists_say_what_they_are_ranked_by(string question, string text)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("data/trips.csv", Trips).Add("data/ships.csv", Ships);
        Assert.Equal(text, tables.Ask(question)!.Text);
    }

    [Theory]
    [InlineData("For our trips on North-South I need the revenue")]
    [InlineData("At Globex: how many trips are there?")]
    [InlineData("How many purchases are there?")]
    [InlineData("Purchase price by type")]
    [InlineData("How many trips were not captained in May 2025?")]
    [InlineData("How many passengers may a ship carry?")]
    public void What_would_be_read_with_a_condition_lost_is_left_alone(string question)
    {
        using TableStoreFolder tables = new TableStoreFolder().Add("data/trips.csv", Trips).Add("data/ships.csv", Ships);
        Assert.Null(tables.Ask(question)?.Text);
    }
}
