"""j-claims: expense claims and the staff who made them, in files as a German spreadsheet writes them; phrased from the tables before any of it was asked."""
import random
from make import Set, csv, day


def make():
    rng = random.Random(91)
    s = Set("j-claims")
    staff = [("Ebba Lund", "Field Service", "Hamburg", "2012-05-01", 40, "yes"), ("Tomasz Król", "Field Service", "Munich", "2019-02-15", 32.5, "no"), ("Grace Adeyemi", "Sales", "Hamburg", "2016-09-12", 40, "yes"), ("Henrik Voss", "Sales", "Leipzig", "2022-01-10", 40, "yes"),
             ("Lucia Moretti", "Training", "Munich", "2020-11-02", 20, "no"), ("Noah Brandt", "Training", "Leipzig", "2024-03-18", 37.5, "no"), ("Sinead Byrne", "Field Service", "Leipzig", "2015-07-20", 40, "yes"), ("Pavel Horak", "Sales", "Munich", "2023-06-05", 40, "no")]
    s.table("staff", ["name", "team", "site", "joined", "weekly", "car"], staff)
    kinds, countries = ["flight", "hotel", "meal", "taxi", "train"], ["Austria", "France", "Germany", "Poland", "Spain"]
    rows, amounts = [], rng.sample(range(900, 240000), 104)
    for i in range(104):
        at = day(rng, "2024-03-01", "2025-11-30")
        kind, status = rng.choice(kinds), rng.choice(["approved", "approved", "approved", "rejected", "submitted"])
        net = amounts[i] / 100
        rows.append((f"EC-{400 + i}", rng.choice(staff)[0], at, rng.choice(countries) if rng.random() > 0.05 else None, kind, net, round(net * 0.19, 2), rng.randrange(1, 9) if kind == "hotel" else None, status,
                     day(rng, at, "2025-12-20") if status == "approved" and rng.random() > 0.2 else None, rng.choice(["yes", "yes", "no"])))
    s.table("claims", ["id", "employee", "day", "country", "kind", "net", "vat", "nights", "status", "paid", "receipt"], rows)
    german = lambda d: ".".join(reversed(d.split("-"))) if d else None
    euro = lambda x: f"{x:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    s.write("staff.csv", csv([("Employee", "Team", "Site", "Joined", "Weekly hours", "Company car"), *[(n, t, c, german(j), str(w).replace(".", ","), car) for n, t, c, j, w, car in staff]], ";"))
    s.write("claims.csv", csv([("Claim", "Employee", "Date", "Country", "Category", "Net amount (EUR)", "VAT (EUR)", "Nights", "Status", "Paid on", "Receipt"), *[(r[0], r[1], german(r[2]), r[3], r[4], euro(r[5]), euro(r[6]), r[7], r[8], german(r[9]), r[10]) for r in rows]], ";"))
    c = "claims JOIN staff ON staff.name = claims.employee"
    q = s.q
    q("How many claims have been handed in so far?", "count(*)", "claims")
    q("What's the total net amount of all claims?", "round(sum(net), 2)", "claims")
    q("How much VAT is there in total?", "round(sum(vat), 2)", "claims")
    q("How much money did we spend on hotels?", "round(sum(net), 2)", "claims", "kind = 'hotel'")
    q("total net amount for taxis in 2025", "round(sum(net), 2)", "claims", "kind = 'taxi' AND day LIKE '2025%'")
    q("net amount per category", "", "claims", answer="SELECT kind, round(sum(net), 2) FROM claims GROUP BY kind", rows="SELECT _row FROM claims")
    q("How many claims are still waiting, i.e. have the status submitted?", "count(*)", "claims", "status = 'submitted'")
    q("How many claims were rejected?", "count(*)", "claims", "status = 'rejected'")
    q("What is the rejection count for each employee?", "", "claims", answer="SELECT employee, count(*) FROM claims WHERE status = 'rejected' GROUP BY employee", rows="SELECT _row FROM claims WHERE status = 'rejected'")
    q("How many claims come without a receipt?", "count(*)", "claims", "receipt = 'no'")
    q("How many approved claims have not been paid yet?", "count(*)", "claims", "status = 'approved' AND paid IS NULL")
    q("How many claims did Grace Adeyemi submit in 2024?", "count(*)", "claims", "employee = 'Grace Adeyemi' AND day LIKE '2024%'")
    q("Sum of the net amounts claimed by Ebba Lund", "round(sum(net), 2)", "claims", "employee = 'Ebba Lund'")
    q("Which employee claimed the most money overall?", "", "claims", answer="SELECT employee FROM claims GROUP BY employee ORDER BY sum(net) DESC LIMIT 1", rows="SELECT _row FROM claims WHERE employee = (SELECT employee FROM claims GROUP BY employee ORDER BY sum(net) DESC LIMIT 1)")
    q("Who made the most claims?", "", "claims", answer="SELECT employee FROM claims GROUP BY employee ORDER BY count(*) DESC LIMIT 1", rows="SELECT _row FROM claims WHERE employee = (SELECT employee FROM claims GROUP BY employee ORDER BY count(*) DESC LIMIT 1)")
    q("What was the largest single claim?", "", "claims", answer="SELECT id FROM claims ORDER BY net DESC LIMIT 1", rows="SELECT _row FROM claims ORDER BY net DESC LIMIT 1")
    q("The five largest claims by net amount", "", "claims", answer="SELECT id, net FROM claims ORDER BY net DESC LIMIT 5", rows="SELECT _row FROM claims ORDER BY net DESC LIMIT 5")
    q("What is the average net amount of a flight?", "avg(net)", "claims", "kind = 'flight'")
    q("average VAT per claim in Spain", "avg(vat)", "claims", "country = 'Spain'")
    q("How many nights were spent in hotels in France?", "sum(nights)", "claims", "country = 'France' AND kind = 'hotel'", rows="SELECT _row FROM claims WHERE country = 'France' AND kind = 'hotel'")
    q("How many hotel nights did we have in 2025 altogether?", "sum(nights)", "claims", "kind = 'hotel' AND day LIKE '2025%'")
    q("In how many different countries were expenses claimed?", "count(DISTINCT country)", "claims", "country IS NOT NULL")
    q("How many claims are over 1,500 euros net?", "count(*)", "claims", "net > 1500")
    q("How many claims are for less than 100 euros?", "count(*)", "claims", "net < 100")
    q("How many train or taxi claims are there?", "count(*)", "claims", "kind IN ('train', 'taxi')")
    q("How many claims were made outside Germany?", "count(*)", "claims", "country <> 'Germany' OR country IS NULL", rows="SELECT _row FROM claims WHERE country <> 'Germany' OR country IS NULL")
    q("How many claims lack a country?", "count(*)", "claims", "country IS NULL")
    q("claims per quarter", "", "claims", answer="SELECT substr(day, 1, 4) || '-Q' || ((CAST(substr(day, 6, 2) AS INTEGER) + 2) / 3), count(*) FROM claims GROUP BY substr(day, 1, 4) || '-Q' || ((CAST(substr(day, 6, 2) AS INTEGER) + 2) / 3)", rows="SELECT _row FROM claims")
    q("Which month saw the highest net amount?", "", "claims", answer="SELECT substr(day, 1, 7) FROM claims GROUP BY substr(day, 1, 7) ORDER BY sum(net) DESC LIMIT 1", rows="SELECT _row FROM claims WHERE substr(day, 1, 7) = (SELECT substr(day, 1, 7) FROM claims GROUP BY substr(day, 1, 7) ORDER BY sum(net) DESC LIMIT 1)")
    q("How much was claimed in each year?", "", "claims", answer="SELECT substr(day, 1, 4), round(sum(net), 2) FROM claims GROUP BY substr(day, 1, 4)", rows="SELECT _row FROM claims")
    q("How many claims were paid in October 2025?", "count(*)", "claims", "paid LIKE '2025-10%'")
    q("How many claims fall between 15 January 2025 and 15 April 2025?", "count(*)", "claims", "day BETWEEN '2025-01-15' AND '2025-04-15'")
    q("Number of claims before July 2024", "count(*)", "claims", "day < '2024-07-01'")
    q("What share of claims was rejected?", "100.0 * sum(status = 'rejected') / count(*)", "claims", rows="SELECT _row FROM claims WHERE status = 'rejected'")
    q("What percentage of the net amount went to flights?", "100.0 * sum(CASE WHEN kind = 'flight' THEN net END) / sum(net)", "claims", rows="SELECT _row FROM claims WHERE kind = 'flight'")
    q("How much more was spent on hotels than on trains?", "round(sum(CASE kind WHEN 'hotel' THEN net ELSE -net END), 2)", "claims", "kind IN ('hotel', 'train')")
    q("How many claims did the Sales team make?", "count(*)", c, "team = 'Sales'")
    q("Total net amount by team", "", c, answer=f"SELECT team, round(sum(net), 2) FROM {c} GROUP BY team", rows="SELECT _row FROM claims")
    q("Which site caused the highest expenses?", "", c, answer=f"SELECT site FROM {c} GROUP BY site ORDER BY sum(net) DESC LIMIT 1", rows=f"SELECT claims._row FROM {c} WHERE site = (SELECT site FROM {c} GROUP BY site ORDER BY sum(net) DESC LIMIT 1)")
    q("How much did people from Leipzig spend on meals?", "round(sum(net), 2)", c, "site = 'Leipzig' AND kind = 'meal'")
    q("How many claims are from employees with a company car?", "count(*)", c, "car = 'yes'")
    q("How many people work in Munich?", "count(*)", "staff", "site = 'Munich'")
    q("How many employees joined after 2019?", "count(*)", "staff", "joined >= '2020'")
    q("Who has been with us the longest?", "", "staff", answer="SELECT name FROM staff ORDER BY joined LIMIT 1", rows="SELECT _row FROM staff ORDER BY joined LIMIT 1")
    q("Who joined most recently?", "", "staff", answer="SELECT name FROM staff ORDER BY joined DESC LIMIT 1", rows="SELECT _row FROM staff ORDER BY joined DESC LIMIT 1")
    q("What are the combined weekly hours of the Training team?", "sum(weekly)", "staff", "team = 'Training'")
    q("Which employees do not have a company car?", "name", "staff", "car = 'no'")
    q("How many of our staff work fewer than 40 hours a week?", "count(*)", "staff", "weekly < 40")
    q("When did Henrik Voss join?", "joined", "staff", "name = 'Henrik Voss'")
    q("Which team does Sinead Byrne belong to?", "team", "staff", "name = 'Sinead Byrne'")
    s.close()


if __name__ == "__main__":
    make()
