"""How many broken inputs were tried, by group."""

from bad_inputs.all_cases import count

if __name__ == "__main__":
    for group, (title, tried, open_) in count().items():
        print(f"{group:>2}  {tried:>3}  {title}" + (f"  ({open_} not yet as it should be)" if open_ else ""))
    print(f"    {sum(tried for _, tried, _ in count().values()):>3}  in all")
