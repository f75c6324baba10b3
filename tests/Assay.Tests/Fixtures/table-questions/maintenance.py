"""j-maintenance: jobs on machines of a workshop; phrased from the tables, as people of the workshop would ask."""
import random
from make import Set, csv, day


def make():
    rng = random.Random(2611)
    s = Set("j-maintenance")
    machines = [("M-11", "Lathe North", "Hall A", "Okuma", "2016-04-12", 148000, 22, "no"), ("M-12", "Lathe South", "Hall A", "Okuma", "2018-09-03", 162500, 22, "no"), ("M-13", "Press One", "Hall B", "Trumpf", "2011-02-21", 310000, 75, "no"),
                ("M-14", "Press Two", "Hall B", "Schuler", "2020-06-30", 455000, 90, "yes"), ("M-15", "Paint Line", "Hall C", "Eisenmann", "2014-11-17", 520000, 60, "no"), ("M-16", "Laser Cutter", "Hall B", "Trumpf", "2022-03-08", 389000, 40, "yes"),
                ("M-17", "Packer", "Hall C", "Bosch", "2019-01-25", 97000, 11, "no"), ("M-18", "Compressor", "Yard", "Atlas", "2009-07-02", 41000, 55, "no"), ("M-19", "Robot Arm", "Hall A", "Kuka", "2023-10-19", 126000, 8, "yes")]
    s.table("machines", ["id", "name", "hall", "maker", "purchased", "price", "power", "leased"], machines)
    people, kinds = ["Dana Weiss", "Piotr Zielinski", "Amara Nwosu", "Luis Ferreira"], ["electrical", "hydraulic", "mechanical", "software"]
    jobs, spent = [], rng.sample(range(1, 125), 96)
    for i in range(96):
        reported = day(rng, "2025-01-02", "2025-12-20")
        import datetime
        done = None if rng.random() < 0.14 else (datetime.date.fromisoformat(reported) + datetime.timedelta(days=rng.randrange(0, 19))).isoformat()
        m = rng.choice(machines)
        jobs.append((f"J{3001 + i}", m[0], rng.choice(people) if rng.random() > 0.06 else None, reported, done, rng.choice(kinds), rng.choice(["high", "low", "medium", "medium"]), spent[i] / 4, round(rng.uniform(0, 2400), 2) if rng.random() > 0.25 else 0,
                     rng.randrange(60, 1800), rng.choice(["yes", "no", "no"])))
    s.table("jobs", ["id", "machine", "technician", "reported", "finished", "category", "priority", "hours", "parts", "labour", "warranty"], jobs)
    s.write("machines.csv", csv([("Machine ID", "Machine", "Hall", "Manufacturer", "Purchased", "Price (EUR)", "Power (kW)", "Leased"), *machines]))
    s.write("jobs.csv", csv([("Job", "Machine ID", "Technician", "Reported", "Finished", "Category", "Priority", "Hours", "Parts cost (EUR)", "Labour cost (EUR)", "Under warranty"), *jobs]))
    j = "jobs JOIN machines m ON m.id = jobs.machine"
    s.q("What did parts cost us altogether in 2025?", "round(sum(parts), 2)", "jobs", "reported LIKE '2025%'")
    s.q("Total labour cost of all jobs", "sum(labour)", "jobs")
    s.q("total hours per technician", "", "jobs", answer="SELECT technician, sum(hours) FROM jobs WHERE technician IS NOT NULL GROUP BY technician", rows="SELECT _row FROM jobs WHERE technician IS NOT NULL")
    s.q("How many jobs were reported per month?", "", "jobs", answer="SELECT substr(reported, 1, 7), count(*) FROM jobs GROUP BY substr(reported, 1, 7)", rows="SELECT _row FROM jobs")
    s.q("In which month did we have the most jobs?", "", "jobs", answer="SELECT substr(reported, 1, 7) FROM jobs GROUP BY substr(reported, 1, 7) ORDER BY count(*) DESC LIMIT 1", rows="SELECT _row FROM jobs WHERE substr(reported, 1, 7) = (SELECT substr(reported, 1, 7) FROM jobs GROUP BY substr(reported, 1, 7) ORDER BY count(*) DESC LIMIT 1)")
    s.q("What was the labour cost in each quarter of 2025?", "", "jobs", answer="SELECT '2025-Q' || ((CAST(substr(reported, 6, 2) AS INTEGER) + 2) / 3), sum(labour) FROM jobs GROUP BY 1", rows="SELECT _row FROM jobs")
    s.q("How many jobs are not finished yet?", "count(*)", "jobs", "finished IS NULL")
    s.q("How many jobs have no technician?", "count(*)", "jobs", "technician IS NULL")
    s.q("How many hydraulic jobs did Amara Nwosu do?", "count(*)", "jobs", "category = 'hydraulic' AND technician = 'Amara Nwosu'")
    s.q("How many jobs under warranty were there in March 2025?", "count(*)", "jobs", "warranty = 'yes' AND reported LIKE '2025-03%'")
    s.q("How many jobs are not under warranty?", "count(*)", "jobs", "warranty = 'no'")
    s.q("What is the average labour cost of a high priority job?", "avg(labour)", "jobs", "priority = 'high'")
    s.q("Mean hours for electrical jobs", "avg(hours)", "jobs", "category = 'electrical'")
    s.q("Which job took the most hours?", "", "jobs", answer="SELECT id FROM jobs ORDER BY hours DESC LIMIT 1", rows="SELECT _row FROM jobs ORDER BY hours DESC LIMIT 1")
    s.q("Which three jobs had the highest labour cost?", "", "jobs", answer="SELECT id, labour FROM jobs ORDER BY labour DESC LIMIT 3", rows="SELECT _row FROM jobs ORDER BY labour DESC LIMIT 3")
    s.q("Who worked the most hours?", "", "jobs", answer="SELECT technician FROM jobs WHERE technician IS NOT NULL GROUP BY technician ORDER BY sum(hours) DESC LIMIT 1", rows="SELECT _row FROM jobs WHERE technician = (SELECT technician FROM jobs WHERE technician IS NOT NULL GROUP BY technician ORDER BY sum(hours) DESC LIMIT 1)")
    s.q("Which machine had the most jobs?", "", j, answer=f"SELECT m.name FROM {j} GROUP BY m.name ORDER BY count(*) DESC LIMIT 1", rows="SELECT _row FROM jobs WHERE machine = (SELECT machine FROM jobs GROUP BY machine ORDER BY count(*) DESC LIMIT 1)")
    s.q("How much did we spend on parts for machines in Hall B?", "round(sum(parts), 2)", j, "hall = 'Hall B'")
    s.q("Sum of labour costs for Trumpf machines", "sum(labour)", j, "maker = 'Trumpf'")
    s.q("Total parts cost by hall", "", j, answer=f"SELECT hall, round(sum(parts), 2) FROM {j} GROUP BY hall", rows="SELECT _row FROM jobs")
    s.q("How many jobs were done on leased machines?", "count(*)", j, "leased = 'yes'")
    s.q("What percentage of jobs is under warranty?", "100.0 * sum(warranty = 'yes') / count(*)", "jobs", rows="SELECT _row FROM jobs WHERE warranty = 'yes'")
    s.q("What share of the labour cost falls on mechanical jobs?", "100.0 * sum(CASE WHEN category = 'mechanical' THEN labour END) / sum(labour)", "jobs", rows="SELECT _row FROM jobs WHERE category = 'mechanical'")
    s.q("How many more jobs did Dana Weiss have than Luis Ferreira?", "sum(technician = 'Dana Weiss') - sum(technician = 'Luis Ferreira')", "jobs", rows="SELECT _row FROM jobs WHERE technician IN ('Dana Weiss', 'Luis Ferreira')")
    s.q("What's the difference in labour cost between electrical and software jobs?", "abs(sum(CASE category WHEN 'electrical' THEN labour WHEN 'software' THEN -labour END))", "jobs", rows="SELECT _row FROM jobs WHERE category IN ('electrical', 'software')")
    s.q("How many machines cost more than 150,000 euros?", "count(*)", "machines", "price > 150000")
    s.q("What is the combined price of all machines?", "sum(price)", "machines")
    s.q("total price of machines in Hall A", "sum(price)", "machines", "hall = 'Hall A'")
    s.q("Which is our oldest machine?", "", "machines", answer="SELECT name FROM machines ORDER BY purchased LIMIT 1", rows="SELECT _row FROM machines ORDER BY purchased LIMIT 1")
    s.q("Which machine was purchased most recently?", "", "machines", answer="SELECT name FROM machines ORDER BY purchased DESC LIMIT 1", rows="SELECT _row FROM machines ORDER BY purchased DESC LIMIT 1")
    s.q("How many different manufacturers do we have machines from?", "count(DISTINCT maker)", "machines")
    s.q("How many machines were bought before 2015?", "count(*)", "machines", "purchased < '2015'")
    s.q("How many machines have been purchased since 2019?", "count(*)", "machines", "purchased >= '2019'")
    s.q("Which machines are leased?", "name", "machines", "leased = 'yes'")
    s.q("How many jobs took at least 8 hours?", "count(*)", "jobs", "hours >= 8")
    s.q("How many jobs took between 2 and 4 hours?", "count(*)", "jobs", "hours BETWEEN 2 AND 4")
    s.q("number of jobs with parts costing more than 1000 EUR", "count(*)", "jobs", "parts > 1000")
    s.q("How many jobs needed no parts?", "count(*)", "jobs", "parts = 0")
    s.q("How many jobs were reported after 1 October 2025?", "count(*)", "jobs", "reported > '2025-10-01'")
    s.q("How many jobs were finished in the last quarter of 2025?", "count(*)", "jobs", "finished >= '2025-10-01' AND finished < '2026'")
    s.q("How many jobs were either electrical or software?", "count(*)", "jobs", "category IN ('electrical', 'software')")
    s.q("How many jobs other than mechanical ones did Piotr Zielinski handle?", "count(*)", "jobs", "category <> 'mechanical' AND technician = 'Piotr Zielinski'")
    s.q("How many hours did we put into the Paint Line?", "sum(hours)", j, "m.name = 'Paint Line'")
    s.q("What is the median labour cost?", "", "jobs", answer="SELECT avg(labour) FROM (SELECT labour FROM jobs ORDER BY labour LIMIT 2 OFFSET 47)", rows="SELECT _row FROM jobs")
    s.q("What was the lowest labour cost of a software job?", "min(labour)", "jobs", "category = 'software'", rows="SELECT _row FROM jobs WHERE category = 'software' AND labour = (SELECT min(labour) FROM jobs WHERE category = 'software')")
    s.q("When was the Compressor purchased?", "purchased", "machines", "name = 'Compressor'")
    s.q("What's the power of the Laser Cutter?", "power", "machines", "name = 'Laser Cutter'")
    s.q("Average number of hours per job in Hall C", "avg(hours)", j, "hall = 'Hall C'")
    s.q("Which category has the fewest jobs?", "", "jobs", answer="SELECT category FROM jobs GROUP BY category ORDER BY count(*) LIMIT 1", rows="SELECT _row FROM jobs WHERE category = (SELECT category FROM jobs GROUP BY category ORDER BY count(*) LIMIT 1)")
    s.q("How many technicians had more than 20 jobs?", "", "jobs", answer="SELECT count(*) FROM (SELECT technician FROM jobs WHERE technician IS NOT NULL GROUP BY technician HAVING count(*) > 20)", rows="SELECT _row FROM jobs WHERE technician IN (SELECT technician FROM jobs WHERE technician IS NOT NULL GROUP BY technician HAVING count(*) > 20)")
    s.close()


if __name__ == "__main__":
    make()
